"""Draws every Django form with the official NHS.UK macros, and says where its errors are.

`field_parameters` turns a bound field into the name of a macro and its parameters; templates/_components/fields.html
calls it.
Texts are escaped here, because the label macro prints its text unescaped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.template import engines
from django.utils.html import conditional_escape

from bodies.web.dates import DateParts, NHSDateField, NHSDateWidget, wrong_parts

__all__ = [
    "Checkboxes",
    "NHSDateField",
    "NHSFormRenderer",
    "Radios",
    "error_links",
    "field_parameters",
    "revealed_names",
]

Parameters = dict[str, Any]
Drawn = tuple[str, Parameters]


class NHSFormRenderer(BaseRenderer):
    """What settings.FORM_RENDERER names: our forms through Jinja, what libraries bring along through Django."""

    form_template_name = "nhsuk_form/form.html"
    formset_template_name = "nhsuk_form/formset.html"
    field_template_name = "nhsuk_form/field.html"
    bound_field_class = None

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("nhsuk_form/"):
            return engines["nhsuk"].get_template(template_name)
        return DjangoTemplates().get_template(template_name)


class InWords:
    """Mix in before forms.Form or forms.ModelForm: an answer that cannot be taken is refused saying what to do.

    "Enter the title", "Choose the duty", and for a label that is a question "Answer “How was it published?”"; "Shorten
    the title to 200 characters or fewer". A field's own error_messages are left as they are.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            label = str(field.label or name.replace("_", " "))
            _say(field, "required", _ask_for(field, label))
            if isinstance(field, forms.ChoiceField):  # a model's choices and several choices are such too
                _say(field, "invalid_choice", str(field.error_messages["required"]))
                _say(field, "invalid_list", str(field.error_messages["required"]))
            if isinstance(field, forms.CharField):
                what = "your answer" if label.endswith("?") else _what(label)
                _say(field, "max_length", f"Shorten {what} to {field.max_length or 0:,} characters or fewer")
                field.error_messages["null_characters_not_allowed"] = (
                    f"Type {what} again: it holds a character that cannot be kept"
                )


def _say(field: forms.Field, code: str, words: str) -> None:
    """Put our words in the place of Django's; leave those that a form has chosen."""
    given = field.error_messages.get(code)
    defaults = [getattr(kind, "default_error_messages", {}).get(code) for kind in type(field).__mro__]
    if given is None or str(given) in {str(default) for default in defaults if default}:
        field.error_messages[code] = words


def _ask_for(field: forms.Field, label: str) -> str:
    if label.endswith("?"):
        return f"Answer “{label}”"
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}”"
    verb = "Choose" if isinstance(field, forms.ChoiceField | forms.FileField | forms.ModelChoiceField) else "Enter"
    return f"{verb} {_what(label)}"


def _what(label: str) -> str:
    # "Title" becomes "the title", and "FOI request" stays.
    what = label if label[:2].isupper() else label[:1].lower() + label[1:]
    article = "" if what.startswith(("the ", "a ", "an ", "your ", "new ")) else "the "
    return f"{article}{what}"


class _Hinted:
    """Adds a hint under a choice, and questions that a choice reveals (`reveals={"no": "reason"}`, names of fields)."""

    def __init__(
        self,
        attrs: Parameters | None = None,
        choices: Any = (),
        *,
        hints: dict[str, str] | None = None,
        reveals: dict[str, str] | None = None,
        inline: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)  # type: ignore[call-arg]
        self.hints, self.reveals, self.inline, self.small = hints or {}, reveals or {}, inline, small


class Radios(_Hinted, forms.RadioSelect):
    """Radios with hints and revealed fields: shown while their radio is chosen (static/tracker.css)."""


class Checkboxes(_Hinted, forms.CheckboxSelectMultiple):
    """Checkboxes with hints and revealed fields."""


def revealed_names(form: forms.BaseForm) -> set[str]:
    """Name the fields that are drawn inside a choice of another field, and so not by themselves."""
    return {name for field in form.fields.values() for name in getattr(field.widget, "reveals", {}).values()}


def error_anchor(field: BoundField) -> str:
    """Return the id of the input that a link of the error summary leads to."""
    if isinstance(field.field.widget, NHSDateWidget):
        return f"{field.auto_id}_{wrong_parts(_typed(field))[0]}"
    if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def error_links(form: forms.BaseForm) -> list[Parameters]:
    """List the errors of a form for the error summary: those of the whole form first, without a link."""
    links: list[Parameters] = [{"text": str(error)} for error in form.non_field_errors()]
    for field in form:
        # A hidden field has nowhere to show its error.
        where = {} if field.is_hidden else {"href": f"#{error_anchor(field)}"}
        links += [{"text": str(error), **where} for error in field.errors]
    return links


def field_parameters(field: BoundField, *, heading: bool = False, size: str = "") -> Drawn:
    """Return the macro's name and its parameters. `heading` makes the label the page's h1; size is s, m, l or xl."""
    heading = heading or getattr(field.form, "page_heading", None) == field.name
    parameters: Parameters = {"id": field.auto_id, "name": field.html_name}
    if field.help_text:
        parameters["hint"] = {"html": conditional_escape(field.help_text)}
    if field.errors:
        parameters["errorMessage"] = {"text": " ".join(str(error) for error in field.errors)}
    label: Parameters = {
        "html": conditional_escape(field.label) + ("" if field.field.required else " (optional)"),
        "size": size or ("l" if heading else "s" if field.name in revealed_names(field.form) else "m"),
        "isPageHeading": heading,
    }
    draw = next(draw for widget, draw in _DRAWERS if isinstance(field.field.widget, widget))
    return draw(field, parameters, label)


def _typed(field: BoundField) -> DateParts:
    return field.value() or DateParts()


def _value(field: BoundField) -> str:
    value = field.field.widget.format_value(field.value())
    return "" if value is None else str(value)


def _attributes(field: BoundField, *handled: str) -> Parameters:
    """Return the widget's own attributes (accept, maxlength …), but for those that the macro sets itself."""
    return {
        name: {"value": value, "optional": True}
        for name, value in field.field.widget.attrs.items()
        # Required is said by the error, in our words: forms carry novalidate. A placeholder is no label.
        if name not in {"class", "id", "name", "required", "placeholder", *handled}
    }


def _date(field: BoundField, parameters: Parameters, legend: Parameters) -> Drawn:
    typed = _typed(field)
    wrong = wrong_parts(typed) if field.errors else []
    items = [
        {
            "name": f"{field.html_name}_{part}",
            "label": part.capitalize(),
            "id": f"{field.auto_id}_{part}",
            "value": getattr(typed, part),
            "width": 4 if part == "year" else 2,
            "error": part in wrong,
        }
        for part in DateParts._fields
    ]
    parameters.pop("name")
    return "dateInput", parameters | {"fieldset": {"legend": legend}, "items": items}


def _choices(field: BoundField, parameters: Parameters, legend: Parameters) -> Drawn:
    widget = field.field.widget
    hints: dict[str, str] = getattr(widget, "hints", {})
    reveals: dict[str, str] = getattr(widget, "reveals", {})
    items: list[Parameters] = []
    for choice in field.subwidgets:
        value = str(choice.data["value"])
        item: Parameters = {
            "value": value,
            "html": conditional_escape(choice.data["label"]),
            "checked": choice.data["selected"],
            "id": choice.data["attrs"]["id"],
        }
        if value in hints:
            item["hint"] = {"text": hints[value]}
        if value in reveals:
            item["conditional"] = {"html": field.form[reveals[value]].as_field_group()}
        items.append(item)
    parameters |= {
        "idPrefix": parameters.pop("id"),
        "fieldset": {"legend": legend},
        "items": items,
        "inline": getattr(widget, "inline", False),
        "small": getattr(widget, "small", False),
    }
    # Django's checkboxes are a kind of radios: ask for them first.
    return ("checkboxes" if isinstance(widget, forms.CheckboxSelectMultiple) else "radios"), parameters


def _one_checkbox(field: BoundField, parameters: Parameters, label: Parameters) -> Drawn:
    """A yes/no box: its own label says what ticking means, so that it needs no legend and is never "(optional)"."""
    item = {
        "value": "on",
        "html": conditional_escape(field.label),
        "checked": bool(field.value()),
        "id": parameters["id"],
    }
    return "checkboxes", parameters | {"idPrefix": parameters.pop("id"), "items": [item]}


def _select(field: BoundField, parameters: Parameters, label: Parameters) -> Drawn:
    # subwidgets of a select are its options, groups flattened.
    items = [
        {"value": option.data["value"], "text": option.data["label"], "selected": option.data["selected"]}
        for option in field.subwidgets
    ]
    return "select", parameters | {"label": label, "items": items, "attributes": _attributes(field)}


def _file(field: BoundField, parameters: Parameters, label: Parameters) -> Drawn:
    multiple = field.field.widget.allow_multiple_selected
    return "fileUpload", parameters | {"label": label, "multiple": multiple, "attributes": _attributes(field)}


def _textarea(field: BoundField, parameters: Parameters, label: Parameters) -> Drawn:
    rows = field.field.widget.attrs.get("rows", 5)
    return "textarea", parameters | {
        "label": label,
        "value": _value(field),
        "rows": 5 if rows == "10" else rows,  # Django's own default is twice NHS.UK's
        "attributes": _attributes(field, "rows", "cols"),
    }


def _input(field: BoundField, parameters: Parameters, label: Parameters) -> Drawn:
    widget = field.field.widget
    kind = getattr(widget, "input_type", "text")
    parameters |= {"label": label, "value": _value(field), "type": kind}
    if "autocomplete" in widget.attrs:
        parameters["autocomplete"] = widget.attrs["autocomplete"]
    attributes = _attributes(field, "autocomplete", "width")
    if kind == "password":
        return "passwordInput", parameters | {"value": "", "attributes": attributes}
    if kind == "number":
        # Number boxes change under a scrolling mouse and are read badly: NHS.UK asks for text with a number keyboard.
        parameters |= {"type": "text", "inputmode": "numeric", "width": 5}
        attributes = {name: value for name, value in attributes.items() if name not in {"min", "max", "step"}}
    elif kind in ("email", "url"):
        parameters |= {"spellcheck": False}
    if width := widget.attrs.get("width"):
        parameters["width"] = width
    return "input", parameters | {"attributes": attributes}


_DRAWERS: tuple[tuple[type[forms.Widget], Callable[[BoundField, Parameters, Parameters], Drawn]], ...] = (
    (NHSDateWidget, _date),
    (forms.RadioSelect, _choices),
    (forms.CheckboxInput, _one_checkbox),
    (forms.Select, _select),
    (forms.FileInput, _file),
    (forms.Textarea, _textarea),
    (forms.Widget, _input),
)
