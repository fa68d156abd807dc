package dev.atom.knowledge;

import java.nio.file.Path;

/** Accepts no file. */
enum NoFiles implements FileParser {
  PARSER;

  @Override
  public boolean accepts(Path file) {
    return false;
  }

  @Override
  public Outcome parse(String id, Path file) {
    return new Outcome.Refused("no parser was given that reads this type of file");
  }
}
