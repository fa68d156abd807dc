package dev.atom.knowledge.parsers;

import java.io.IOException;

/** Reads one type of file. */
@FunctionalInterface
interface Parser {
  /**
   * Gives the text of a file.
   *
   * @throws Refusal if it can't
   * @throws IOException if the file is damaged
   */
  ParsedDocument parse(byte[] content, String fallbackTitle, Watch watch) throws IOException;
}
