package dev.atom.knowledge;

/** A range of a document's text that is indexed as one passage, with the title it stands under. */
record Chunk(String title, int start, int end) {}
