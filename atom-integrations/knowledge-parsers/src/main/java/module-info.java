/**
 * HTML and PDF files as documents of a knowledge base, with pages to cite.
 *
 * <p>Start reading at {@link dev.atom.knowledge.parsers.DocumentParsers}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.knowledge.parsers {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires transitive dev.atom.knowledge;
  requires org.jsoup;
  requires org.apache.pdfbox;
  requires org.apache.pdfbox.io;

  exports dev.atom.knowledge.parsers;
}
