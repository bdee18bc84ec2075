"""The Jinja environment of every page: what templates may call, and what they must not leave undefined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NoReturn

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import ChainableUndefined, Environment, pass_context
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup

from bodies import access
from bodies.web import forms, text

# The official macros look up absent keys of the dictionaries they are given; those stay lenient.
_LENIENT = (dict, list, tuple, str, type(None), ChainableUndefined)


class PageUndefined(ChainableUndefined):
    """Lenient where the official macros need it, strict for our own pages.

    An absent key of a dictionary prints nothing. A name that no view gave and an attribute that an object does not have
    raise UndefinedError when they are printed or looped over, so that a misspelling is an error and not an empty cell.
    """

    __slots__ = ()

    def _is_ours(self) -> bool:
        if self._undefined_name is None:
            return False
        return self._undefined_obj is missing or not isinstance(self._undefined_obj, _LENIENT)

    def __str__(self) -> str:
        if self._is_ours():
            self._fail()
        return super().__str__()

    def __html__(self) -> str:
        return str(self)

    def __iter__(self) -> Iterator[Any]:
        if self._is_ours():
            self._fail()
        return super().__iter__()

    def __len__(self) -> int:
        if self._is_ours():
            self._fail()
        return super().__len__()

    def _fail(self) -> NoReturn:
        raise self._undefined_exception(self._undefined_message)


def url(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a URL name: `url("register:body", code=body.code)`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


@pass_context
def can(context: Context, permission: str, body: Any) -> bool:
    """Whether the reader holds a permission (a name of bodies.access.Permission) for a body: `can("CERTIFY", body)`."""
    request = context["request"]
    return access.can(request.reach, access.Permission[permission], body, request.today)


def _local(value: date | datetime | None) -> date | datetime | None:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _day(value: date | datetime | None) -> date | None:
    local = _local(value)
    return local.date() if isinstance(local, datetime) else local


def _date_prose(value: date | datetime | None, none: str = text.NOT_RECORDED) -> str:
    return text.date_prose(_day(value), none)


def _date_long(value: date | datetime | None, none: str = text.NOT_RECORDED) -> str:
    return text.date_long(_day(value), none)


def _date_short(value: date | datetime | None, none: str = text.NOT_RECORDED) -> str:
    return text.date_short(_day(value), none)


def _moment_short(value: datetime | None, none: str = text.NOT_RECORDED) -> str:
    return text.moment_short(_local(value), none)  # type: ignore[arg-type]


def _days_from(value: date | datetime | None, today: date, none: str = "") -> str:
    return text.days_from(_day(value), today, none)


def _days_ago(value: date | datetime | None, today: date, none: str = "") -> str:
    return text.days_ago(_day(value), today, none)


def _time_tag(value: date | datetime | None, prose: bool = False, none: str = text.NOT_RECORDED) -> str:
    """Write a date in a <time> element, for machines that read the page."""
    if value is None:
        return none
    words = _date_prose(value) if prose else _date_short(value)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), words)


def environment(**options: Any) -> Environment:
    """Make the environment that settings.TEMPLATES names for the pages."""
    options["undefined"] = PageUndefined
    env = Environment(  # noqa: S701  Django's engine passes autoescape=True in the options
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], **options
    )
    env.globals.update(
        static=static,
        url=url,
        can=can,
        messages_of=get_messages,
        field_parameters=forms.field_parameters,
        error_links=forms.error_links,
        revealed_names=forms.revealed_names,
    )
    env.filters.update(
        hour=text.time_of_day,
        date_prose=_date_prose,
        date_long=_date_long,
        date_short=_date_short,
        moment_short=_moment_short,
        days_from=_days_from,
        days_ago=_days_ago,
        time_tag=_time_tag,
        filesize=text.filesize,
        plural=text.plural,
        join_and=text.join_and,
    )
    return env
