/**
 * Plain text of HTML and PDF files, exact enough that a passage can be cited with its page.
 *
 * <p>Start reading at {@link dev.atom.knowledge.parsers.DocumentParsers}: it parses a file or takes
 * a folder into a {@link dev.atom.knowledge.KnowledgeBase}.
 */
package dev.atom.knowledge.parsers;
