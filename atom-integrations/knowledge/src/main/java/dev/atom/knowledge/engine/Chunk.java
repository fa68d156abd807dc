package dev.atom.knowledge.engine;

/**
 * A range of a document's text that is indexed as one passage.
 *
 * @param title the headings it stands under; may be empty
 * @param start where it begins in the text, in UTF-16 characters
 * @param end where it ends, exclusive
 */
public record Chunk(String title, int start, int end) {}
