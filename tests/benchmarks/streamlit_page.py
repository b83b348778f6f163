"""The page that Streamlit serves in the comparison: the nine questions, kept by a button each, and a table."""

import sys
from pathlib import Path

import streamlit as st

QUESTIONS = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
KEPT = Path(sys.argv[2])

st.title("6 · Reflecting")
for number, question in enumerate(QUESTIONS, 1):
    words = st.text_area(f"{number}. {question}", key=f"words-{number}")
    if words:
        with (KEPT / f"{number}.txt").open("a", encoding="utf-8") as file:
            file.write(words + "\n")
        st.write("Saved.")
st.table({"Question": QUESTIONS, "Answers": [0] * len(QUESTIONS)})
