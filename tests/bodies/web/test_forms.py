import re

from django import forms

from bodies.web.forms import error_links
from tests.bodies.web.kit import EveryQuestion, OneQuestion


def test_every_error_links_to_a_box_that_is_on_the_page():
    form = EveryQuestion({"done_on_day": "27"})
    html = str(form)
    links = error_links(form)
    assert [link["href"] for link in links] == [
        "#id_title",
        "#id_done_on_month",
        "#id_where_0",
        "#id_duty",
        "#id_sure",
    ]
    for link in links:
        assert f'id="{link["href"][1:]}"' in html


def test_an_error_of_the_whole_form_comes_first_and_without_a_link():
    assert error_links(EveryQuestion({"title": "whole"}))[0] == {"text": "The whole form is wrong"}


def test_an_empty_answer_is_refused_saying_what_to_do():
    words = [link["text"] for link in error_links(EveryQuestion({}))]
    assert words == [
        "Enter the title of the <evidence>",
        "Enter the date it was done, like 27 3 2017",
        "Answer “How was it published?”",
        "Choose the duty",
        "Tick “I have checked it”",
    ]


def test_texts_are_escaped_once():
    html = str(EveryQuestion({"title": '"><script>'}))
    assert "Title of the &lt;evidence&gt;" in html
    assert "Annual &lt;report&gt;" in html
    assert "<script>" not in html
    assert "&amp;lt;" not in html


def test_optional_questions_say_so_and_required_ones_do_not():
    html = str(EveryQuestion())
    assert "Notes (optional)" in html
    assert "Duty (optional)" not in html
    assert "I have checked it (optional)" not in html


def test_checkboxes_are_no_radios():
    html = str(EveryQuestion())
    assert len(re.findall('type="checkbox"', html)) == 3
    assert len(re.findall('type="radio"', html)) == 3


def test_a_revealed_question_is_drawn_once_inside_its_choice():
    html = str(EveryQuestion())
    assert html.count('name="reason"') == 1
    assert html.index('id="conditional-id_where_2"') < html.index('name="reason"') < html.index('name="told"')


def test_a_file_is_asked_for_with_what_it_may_be():
    html = str(EveryQuestion())
    assert re.search(r'<input[^>]*id="id_document"[^>]*type="file"[^>]*accept=".pdf,.csv"', html)


def test_a_password_is_never_sent_back():
    assert "secret" not in str(EveryQuestion({"password": "secret"}))


def test_a_hidden_answer_is_kept():
    assert '<input type="hidden" name="token" value="kept" id="id_token">' in str(EveryQuestion())


def test_the_only_question_of_a_page_is_its_heading():
    assert re.search(r"<h1[^>]*>\s*When was it done\?", str(OneQuestion()))


def test_an_error_is_tied_to_its_box_for_a_screen_reader():
    class Titled(forms.Form):
        title = forms.CharField(label="Title", help_text="As printed")

    html = str(Titled({}))
    assert 'aria-describedby="id_title-hint id_title-error"' in html
