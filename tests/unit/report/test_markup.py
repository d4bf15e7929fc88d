from redraft.report.markup import Html, element, joined, safe


def test_text_is_escaped_and_html_is_not():
    assert safe("<b>&\"'") == "&lt;b&gt;&amp;&quot;&#x27;"
    assert safe(Html("<b>")) == "<b>"


def test_children_and_attributes_cannot_break_out():
    made = element("p", "</p><script>", class_='x" onload="y', aria_label="<>")
    assert made == '<p class="x&quot; onload=&quot;y" aria-label="&lt;&gt;">&lt;/p&gt;&lt;script&gt;</p>'


def test_elements_nest_without_being_escaped_twice():
    assert element("ul", element("li", "a & b")) == "<ul><li>a &amp; b</li></ul>"
    assert joined(element("i", "x"), "<") == "<i>x</i>&lt;"


def test_joining_html_with_text_by_plus_makes_it_text_again():
    assert not isinstance(Html("<b>") + "<script>", Html)
