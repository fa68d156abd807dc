package dev.atom.knowledge.engine;

/** A range of a text without a heading inside, and the path of headings it stands under. */
record Section(String title, int start, int end) {}
