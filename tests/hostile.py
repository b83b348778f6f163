"""What a hostile hand may write, for the tests of every field that takes text."""

from hypothesis import strategies as st

HOSTILE = [
    "<script>document.title = 'taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    "'; DROP TABLE entries; --",
    "{{ 7 * 7 }} ${7*7} <%= 7 %>",
    '=HYPERLINK("http://example.org")',
    "javascript:alert(1)",
    "</textarea><style>*{display:none}</style>",
    "👩‍👩‍👧‍👦 مرحبا שלום",
]

#: Any text at all, with half characters and control characters.
any_text = st.text(st.characters(exclude_categories=()), max_size=50)
