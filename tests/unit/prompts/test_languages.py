import pytest

from redraft.prompts import LANGUAGES, language_of


@pytest.mark.parametrize(
    "text",
    [
        "",
        "make 46 10 3 12",
        "¿Cuántos años tiene?",
        "naïve café",
        "Привет, как дела?",
        "これは日本語の文章です。漢字も使います。",
        "이것은 漢字를 쓰는 한국어입니다.",
        "Please translate the Chinese words 你好 for me, thank you.",
        "\ud800 \0",
    ],
)
def test_what_is_not_chinese_is_answered_in_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "請把這段話翻譯成英文。",
        "请用一句话解释量子计算。",
        "好",
        "請用 Python 寫一個排序函式。",
        "這段程式哪裡錯了？\n```python\ndef add(first, second):\n    return first minus second\n```",
        "這段程式哪裡錯了？\n```python\nnever closed, with many english words in the comment of the code\n",
        "請摘要 https://example.org/a/long/address/with/many/words 的內容",
        "我在日文課學到「の」這個字，請解釋它的各種用法與例句。",
    ],
)
def test_chinese_prompts_are_answered_in_chinese(text: str) -> None:
    assert language_of(text) == "zh-Hant"


def test_the_first_language_is_the_one_to_fall_back_on() -> None:
    assert LANGUAGES == ("en", "zh-Hant")
