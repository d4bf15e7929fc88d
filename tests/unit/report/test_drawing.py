import re

from redraft.report.drawing import LOOKS, PAGE, as_png, drawing, light_palette, standing_alone


def test_pixels_have_the_light_colours_of_the_page_on_white() -> None:
    light = light_palette()
    assert light.paper == "#ffffff" and set(light.tones) == set(LOOKS)
    assert len({light.ink, light.faint, *light.tones.values()}) == len(LOOKS) + 2
    assert all(re.fullmatch("#[0-9a-f]{6}", color) for color in light.tones.values())


def test_pages_get_stand_ins_that_nobody_would_choose_and_pixels_do_not() -> None:
    assert set(PAGE.tones.values()).isdisjoint(light_palette().tones.values())
    assert PAGE.paper is None


def test_tones_differ_in_marker_and_dash_and_not_by_colour_alone() -> None:
    series = [look for tone, look in LOOKS.items() if tone != "muted"]
    assert len({look.marker for look in series}) == len({str(look.dash) for look in series}) == 8


def test_an_empty_canvas_is_white_and_as_large_as_was_asked() -> None:
    light = light_palette()
    with drawing("t", 2.0, light) as canvas:
        png = as_png(canvas, light)
    assert png.startswith(b"\x89PNG") and int.from_bytes(png[20:24], "big") == 2 * 192


def test_a_file_of_its_own_names_its_space_and_carries_the_colours_it_uses() -> None:
    whole = standing_alone("<svg viewBox='0 0 1 1' role='img'><title>t</title></svg>")
    assert whole.startswith("<svg viewBox='0 0 1 1' role='img' xmlns='http://www.w3.org/2000/svg'")
    assert whole.index("<style>") < whole.index("<title>t</title>")
    assert all(whole.count(f"--{tone}: #") == 2 for tone in LOOKS)  # for the light and for the dark
