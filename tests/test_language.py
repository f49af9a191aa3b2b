"""Which language a text is in, as far as English rules must know."""

from __future__ import annotations

import pytest

from checker.language import guess

ENGLISH = (
    "The council of the town met on Monday to talk about the bridge that was closed in March, and it will be "
    "open again for all by the end of the year, said the mayor. "
)


def test_english_is_english() -> None:
    assert guess(ENGLISH) == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (("Der Stadtrat hat am Montag beschlossen, dass die Brücke für den Verkehr nicht vor dem Winter geöffnet wird, "
         "und der Bürgermeister sagte, er werde mit den Anwohnern über das Geld und die Zeit sprechen."), "de"),
        (("Le conseil de la ville a décidé lundi que le pont ne sera pas ouvert avant la fin de l'année, et le maire a "
         "dit qu'il parlera avec les habitants du quartier dans une semaine."), "fr"),
        (("El consejo de la ciudad decidió el lunes que el puente no se abrirá hasta el final del año, y el alcalde "
         "dijo que hablará con los vecinos del barrio sobre el dinero."), "es"),
        ("Городской совет решил в понедельник, что мост не откроют до конца года, сказал мэр.", "ru"),
        ("市议会周一决定，这座桥在年底之前不会开放，市长说他会和居民谈话。", "zh"),
        ("市議会は月曜日に、橋は年末まで開通しないことを決めた。市長は住民と話をすると述べた。", "ja"),
        ("시의회는 월요일에 다리를 연말까지 개통하지 않기로 결정했다고 시장이 말했다.", "ko"),
    ],
)  # fmt: skip
def test_other_languages_are_told_apart(text: str, code: str) -> None:
    assert guess(text) == code


@pytest.mark.parametrize("text", ["", "12 34 — !", "Der Rat.", "Bonjour tout le monde"])
def test_too_little_to_tell_is_no_language(text: str) -> None:
    assert guess(text) == ""


def test_english_that_quotes_another_script_stays_english() -> None:
    assert guess(ENGLISH + "The sign said 市议会 and Городской совет.") == "en"


def test_a_list_of_names_is_no_language() -> None:
    assert guess("Alder Birch Cedar Maple Willow " * 10) == ""
