"""Languages by IETF tag and by name: what prompts, settings and files call them, and the script they are written in."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import NamedTuple

from redraft.errors import Misuse

Script = str
"""An ISO 15924 code: ``Latn``, ``Hans``, ``Hant``, ``Jpan``, ``Kore``, ``Cyrl`` and so on."""


class Language(NamedTuple):
    """A language as people name it.

    Attributes:
        tag: primary IETF tag, in lower case.
        script: the script that it is usually written in.
        english: its English name.
        names: further names of it: its own, the Chinese and the German one.
    """

    tag: str
    script: Script
    english: str
    names: tuple[str, ...]


# tag | script | English name | other names: its own, Traditional and Simplified Chinese, German. A table of our own:
# the segment of a prompt is read without any package beside Python's.
_ROWS = """
ar|Arab|Arabic|العربية,阿拉伯文,阿拉伯語,阿拉伯语,Arabisch
bg|Cyrl|Bulgarian|български,保加利亞文,保加利亞語,保加利亚语,Bulgarisch
bn|Beng|Bengali|বাংলা,孟加拉文,孟加拉語,孟加拉语,Bengalisch
ca|Latn|Catalan|català,加泰隆尼亞文,加泰罗尼亚语,Katalanisch
cs|Latn|Czech|čeština,捷克文,捷克語,捷克语,Tschechisch
da|Latn|Danish|dansk,丹麥文,丹麥語,丹麦语,Dänisch
de|Latn|German|Deutsch,德文,德語,德语
el|Grek|Greek|ελληνικά,希臘文,希臘語,希腊语,Griechisch
en|Latn|English|英文,英語,英语,Englisch
es|Latn|Spanish|español,castellano,Castilian,西班牙文,西班牙語,西班牙语,Spanisch
et|Latn|Estonian|eesti,愛沙尼亞文,爱沙尼亚语,Estnisch
fa|Arab|Persian|فارسی,Farsi,波斯文,波斯語,波斯语,Persisch
fi|Latn|Finnish|suomi,芬蘭文,芬蘭語,芬兰语,Finnisch
fr|Latn|French|français,法文,法語,法语,Französisch
he|Hebr|Hebrew|עברית,希伯來文,希伯來語,希伯来语,Hebräisch
hi|Deva|Hindi|हिन्दी,印地文,印地語,印地语
hr|Latn|Croatian|hrvatski,克羅埃西亞文,克罗地亚语,Kroatisch
hu|Latn|Hungarian|magyar,匈牙利文,匈牙利語,匈牙利语,Ungarisch
id|Latn|Indonesian|Bahasa Indonesia,印尼文,印尼語,印尼语,Indonesisch
it|Latn|Italian|italiano,義大利文,義大利語,意大利语,Italienisch
ja|Jpan|Japanese|日本語,日文,日語,日语,Japanisch
ko|Kore|Korean|한국어,韓文,韓語,韩语,Koreanisch
lt|Latn|Lithuanian|lietuvių,立陶宛文,立陶宛語,立陶宛语,Litauisch
lv|Latn|Latvian|latviešu,拉脫維亞文,拉脱维亚语,Lettisch
ms|Latn|Malay|Bahasa Melayu,馬來文,馬來語,马来语,Malaiisch
nb|Latn|Norwegian|norsk,Norwegian Bokmål,bokmål,挪威文,挪威語,挪威语,Norwegisch
nl|Latn|Dutch|Nederlands,荷蘭文,荷蘭語,荷兰语,Niederländisch
pl|Latn|Polish|polski,波蘭文,波蘭語,波兰语,Polnisch
pt|Latn|Portuguese|português,葡萄牙文,葡萄牙語,葡萄牙语,Portugiesisch
ro|Latn|Romanian|română,羅馬尼亞文,羅馬尼亞語,罗马尼亚语,Rumänisch
ru|Cyrl|Russian|русский,俄文,俄語,俄语,Russisch
sk|Latn|Slovak|slovenčina,斯洛伐克文,斯洛伐克语,Slowakisch
sl|Latn|Slovenian|slovenščina,Slovene,斯洛維尼亞文,斯洛文尼亚语,Slowenisch
sr|Cyrl|Serbian|српски,塞爾維亞文,塞尔维亚语,Serbisch
sv|Latn|Swedish|svenska,瑞典文,瑞典語,瑞典语,Schwedisch
sw|Latn|Swahili|Kiswahili,斯瓦希里文,斯瓦希里语
ta|Taml|Tamil|தமிழ்,坦米爾文,泰米尔语,Tamilisch
th|Thai|Thai|ไทย,泰文,泰語,泰语,Thailändisch
tr|Latn|Turkish|Türkçe,土耳其文,土耳其語,土耳其语,Türkisch
uk|Cyrl|Ukrainian|українська,烏克蘭文,烏克蘭語,乌克兰语,Ukrainisch
ur|Arab|Urdu|اردو,烏爾都文,乌尔都语
vi|Latn|Vietnamese|Tiếng Việt,越南文,越南語,越南语,Vietnamesisch
zh|Hani|Chinese|中文,漢語,汉语,華語,华语,國語,普通话,普通話,Mandarin,Chinesisch
"""

# Varieties that have names of their own.
_VARIETIES = {
    "zh-Hant": "Traditional Chinese,Chinese (Traditional),Taiwanese Mandarin,繁體中文,正體中文,繁中,繁體,繁体中文",
    "zh-Hans": "Simplified Chinese,Chinese (Simplified),简体中文,簡體中文,简中,简体,簡體",
    "pt-BR": "Brazilian Portuguese,Portuguese (Brazil),português do Brasil,巴西葡萄牙文,巴西葡萄牙語",
    "pt-PT": "European Portuguese,Portuguese (Portugal)",
    "en-GB": "British English,UK English,英式英文,英式英語",
    "en-US": "American English,US English,美式英文,美式英語",
    "de-AT": "Austrian German",
    "de-CH": "Swiss Standard German,Swiss German",
    "fr-CA": "Canadian French",
    "es-MX": "Mexican Spanish",
    "es-419": "Latin American Spanish",
}
_ALIASES = {"no": "nb", "iw": "he", "in": "id", "cmn": "zh"}
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_][A-Za-z0-9]{1,8}){0,4}")
_CHINESE_SCRIPT_OF = {"TW": "Hant", "HK": "Hant", "MO": "Hant", "CN": "Hans", "SG": "Hans", "MY": "Hans"}
_MAX_SHOWN = 40


def _languages() -> Mapping[str, Language]:
    rows = (line.split("|") for line in _ROWS.strip().splitlines())
    return {tag: Language(tag, script, english, tuple(names.split(","))) for tag, script, english, names in rows}


_LANGUAGES = _languages()


def _by_name() -> Mapping[str, str]:
    plain = {name.casefold(): one.tag for one in _LANGUAGES.values() for name in (one.english, *one.names)}
    varieties = {name.casefold(): tag for tag, names in _VARIETIES.items() for name in names.split(",")}
    return {**plain, **varieties}


_BY_NAME = _by_name()

NAMES: tuple[str, ...] = tuple(sorted(_BY_NAME, key=len, reverse=True))
"""Every name that is known, casefolded, the longest first: what a request is searched for."""


def language(named: str) -> str:
    """The tag of a language that is given by its tag or by a name, such as ``de``, ``zh_TW``, ``German``, ``德文``.

    Returns:
        The tag in its usual spelling: ``zh-Hant``, ``pt-BR``, ``de``.

    Raises:
        Misuse: when no language that is known is called so.
    """
    words = " ".join(named.split())
    folded = words.casefold()
    # German declines its names: "aus dem Englischen", "ins Deutsche".
    tag = next((_BY_NAME[name] for name in (folded, *map(folded.removesuffix, ("en", "e"))) if name in _BY_NAME), None)
    if tag is not None:
        return tag
    match = _TAG.fullmatch(words)
    if match is not None:
        primary, script, region = match.groups()
        primary = _ALIASES.get(primary.lower(), primary.lower())
        if primary in _LANGUAGES:
            parts = (primary, script.title() if script else "", region.upper() if region else "")
            return "-".join(part for part in parts if part)
    near = get_close_matches(folded, _BY_NAME, n=1, cutoff=0.75)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise Misuse(
        f"no known language is called {words[:_MAX_SHOWN]!r}; {hint}Give an IETF tag such as 'de' or 'zh-Hant', or a "
        f"name such as 'German'; known tags: {', '.join(_LANGUAGES)}"
    )


def primary_of(tag: str) -> str:
    """The language without its script and region: ``zh`` for ``zh-Hant``."""
    return tag.partition("-")[0]


def script_of(tag: str) -> Script:
    """The script that a language is written in; ``Hani`` for Chinese that asks for neither of its two."""
    _, *others = tag.split("-")
    for part in others:
        if len(part) == 4 and part.isalpha():
            return part
    primary = primary_of(tag)
    if primary == "zh":
        return next((_CHINESE_SCRIPT_OF[part] for part in others if part in _CHINESE_SCRIPT_OF), "Hani")
    return _LANGUAGES[primary].script


def english_name_of(tag: str) -> str:
    """What English calls the language of a tag, for messages and prompts: ``Traditional Chinese``, ``German``."""
    if tag in _VARIETIES:
        return _VARIETIES[tag].partition(",")[0]
    if primary_of(tag) == "zh" and script_of(tag) != "Hani":
        return english_name_of(f"zh-{script_of(tag)}")
    return _LANGUAGES[primary_of(tag)].english
