"""Which language is a text in? Enough of an answer to know when not to apply English rules.

Script decides for most languages, function words for those in Latin letters: in running English about two
words in five are among the commonest hundred, in any other language hardly one in twenty. Text with too few
words to tell gets the benefit of the doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import islice

from checker.expressions import own

_LATIN_LETTERS = own(r"[a-z\u00c0-\u024f]+")
_WORD = own(r"[^\W\d_]+")
_ENOUGH_WORDS = 25
_SAMPLE = 2_000  # words: the beginning tells
_SCRIPTS = (
    ("ja", r"[\u3041-\u30ff]"),
    ("ko", r"[\uac00-\ud7af]"),
    ("zh", r"[\u4e00-\u9fff]"),
    ("ru", r"[\u0400-\u04ff]"),
    ("ar", r"[\u0600-\u06ff]"),
    ("he", r"[\u0590-\u05ff]"),
    ("el", r"[\u0370-\u03ff]"),
    ("hi", r"[\u0900-\u097f]"),
    ("th", r"[\u0e00-\u0e7f]"),
)
_FUNCTION_WORDS = {
    "en": "the of and to is that for with was on are by from it this which have not be has but they his her at were "
    "been their would there what when who will more if about can its than you we he she i my your our",
    "es": "de la que el los se las por con para una su al lo como más pero sus le ya este sí porque esta entre "
    "cuando muy sin sobre también me hasta hay donde quien desde todo nos durante",
    "fr": "de la le et les des est un une du dans que pour qui au pas sur ne se il ce sont avec par plus son mais "
    "ou cette nous vous elle aux été leur ses",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
    "hat dass sie nach wird bei einer um am sind noch wie einem über",
    "pt": "de que e o da do em um para com não uma os no se na por mais as dos como mas ao ele das seu sua ou "
    "quando muito nos já eu também só pelo pela até isso",
    "it": "di che e la il un per una sono del non con da le si dei nel alla della più anche gli ha ma al lo come "
    "questo nella delle è dal suo",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als bij maar naar uit nog door over "
    "wordt hebben",
    "tr": "bir ve bu için da de ile olarak çok daha en olan gibi kadar sonra ise var ne değil olduğu",
    "pl": "w i na z do nie się to że jest o jak po od za dla przez ale co są przed był jego",
}
NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "eo": "Esperanto", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian",
    "ko": "Korean", "ms": "Malay", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""ISO 639-1 code → English name."""


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in _FUNCTION_WORDS.items()}


def guess(text: str) -> str:
    """ISO 639-1 code, or '' when there are fewer than 25 words or nothing stands out.

    >>> guess("Der Rat hat am Montag beschlossen, dass die Brücke bis auf weiteres nicht für den Verkehr " * 3)
    'de'
    """
    words = [word.group().lower() for word in islice(_WORD.finditer(text), _SAMPLE)]
    if len(words) < _ENOUGH_WORDS:
        return _by_script(words) if words else ""
    if script := _by_script(words):
        return script
    times = Counter(words)
    counts = {code: sum(map(times.__getitem__, some)) for code, some in _sets().items()}
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    if counts["en"] >= counts[best] * 0.75:  # damaged English borrows, but keeps its own function words
        return "en" if counts["en"] >= len(words) * 0.08 else ""
    return best if counts[best] >= len(words) * 0.15 else ""


def _by_script(words: list[str]) -> str:
    # all at once: a text in Latin letters has few others, and is told by that
    foreign = [word for word in words if not _LATIN_LETTERS.fullmatch(word)]
    if 2 * len(foreign) > len(words):
        for code, script in _SCRIPTS:
            if 2 * sum(re.search(script, word) is not None for word in foreign) > len(words):
                return code
    return ""


def name(code: str) -> str:
    """English name of a language by its ISO 639 code; the code itself when it isn't one of ours."""
    return NAMES.get(code, code)
