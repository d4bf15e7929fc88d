"""Statements about a few plain documents: more than half of the false ones are found, and no true one is accused."""

from redraft.critics.facts.checks import check

CURIE = (
    "Marie Skłodowska Curie (7 November 1867 – 4 July 1934) was a physicist and chemist who conducted research on "
    "radioactivity. She was the first woman to win a Nobel Prize, and the first person to win a Nobel Prize twice. Her "
    "husband, Pierre Curie, was a co-winner of her first Nobel Prize. In 1906 she became the first woman to become a "
    "professor at the University of Paris. She was born in Warsaw, in what was then the Kingdom of Poland."
)
TOWER = (
    "The Eiffel Tower is a wrought-iron tower on the Champ de Mars in Paris, France. It is named after the engineer "
    "Gustave Eiffel, whose company built the tower from 1887 to 1889. The tower is 330 metres (1,083 ft) tall. It was "
    "the first structure in the world to surpass the 200-metre mark in height. The tower received 5,889,000 visitors "
    "in 2022. The tower has three levels for visitors."
)
PYTHON = (
    "Python 3.0 was released on 3 December 2008. It was not completely backward-compatible with earlier versions. "
    "Python was created by Guido van Rossum at CWI in the Netherlands. Python 2.7.18, released in 2020, was the last "
    "release of Python 2."
)
MOON = (
    "Apollo 11 landed on the Moon on July 20, 1969. Neil Armstrong and Buzz Aldrin landed the Eagle, and Armstrong "
    "became the first person to step onto the Moon's surface. They collected 47.5 pounds of lunar material."
)
SHOP = (
    "Customers may return products within 30 days of delivery. Opened software is not refundable. Shipping costs are "
    "not refunded. The warranty lasts 24 months. Express shipping costs $15."
)
FALSE = {
    CURIE: (
        "Marie Curie was born on 7 November 1877.", "Marie Curie died in 1944.",
        "Marie Curie was the second woman to win a Nobel Prize.", "Marie Curie was born in Paris.",
        "In 1916, Marie Curie became the first female professor at the University of Paris.",
    ),
    TOWER: (
        "The Eiffel Tower is 300 metres tall.", "The Eiffel Tower is 1,283 feet tall.",
        "The Eiffel Tower has five levels for visitors.", "The Eiffel Tower received about 7 million visitors in 2022.",
        "The Eiffel Tower was built from 1877 to 1879.",
    ),
    PYTHON: (
        "Python 3.0 was released in December 2009.", "Python was created by Dennis Ritchie.",
        "Python 3.0 was completely backward-compatible with earlier versions.", "Python 2.7.18 was released in 2018.",
    ),
    MOON: (
        "Apollo 11 landed on the Moon on July 21, 1968.", "They collected 90 pounds of lunar material.",
        "Buzz Aldrin was the first person to step onto the Moon.",
    ),
    SHOP: (
        "Customers can return products within 60 days of delivery.", "Opened software is refundable.",
        "Shipping costs are refunded.", "The warranty lasts 12 months.", "Express shipping costs $25.",
    ),
}  # fmt: skip
TRUE = {
    CURIE: (
        "Marie Curie was born in 1867 in Warsaw.", "Marie Curie died on 4 July 1934.",
        "Marie Curie was the first woman to win a Nobel Prize.",
        "Marie Curie won the Nobel Prize with her husband Pierre Curie.",
    ),
    TOWER: (
        "The Eiffel Tower is 330 metres high.", "The Eiffel Tower is 1,083 feet tall.",
        "The Eiffel Tower was completed in 1889.", "The Eiffel Tower received about 5.9 million visitors in 2022.",
        "The Eiffel Tower is named after Gustave Eiffel.", "The Eiffel Tower has several levels.",
    ),
    PYTHON: ("Python 3.0 was released in December 2008.", "Python 2.7.18 was released in 2020."),
    MOON: ("Apollo 11 landed on the Moon in July 1969.", "They collected 21.5 kilograms of lunar material."),
    SHOP: (
        "Customers may return products within 30 days.", "Shipping costs are not refunded.",
        "The warranty lasts two years.", "Express shipping costs $15.", "Software is refundable unless it was opened.",
    ),
}  # fmt: skip


def verdicts(statements: dict[str, tuple[str, ...]]) -> list[str]:
    return [check(claim, passage).verdict for passage, claims in statements.items() for claim in claims]


def test_more_than_half_of_the_false_statements_are_found_and_none_is_confirmed() -> None:
    found = verdicts(FALSE)
    assert found.count("refuted") * 2 > len(found) and "supported" not in found


def test_no_true_statement_is_accused() -> None:
    found = verdicts(TRUE)
    assert "refuted" not in found and found.count("supported") * 2 > len(found)
