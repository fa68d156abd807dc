package dev.atom.knowledge;

import dev.atom.knowledge.engine.EnglishWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;

/**
 * What every commit of an index says about itself: by which version of the format it was written,
 * how words became terms, and whose it is.
 */
record IndexLabel(String format, String analysis, String tenant) {
  private static final String FORMAT_KEY = "atom.knowledge.format";
  private static final String ANALYSIS_KEY = "atom.knowledge.analysis";
  private static final String TENANT_KEY = "atom.knowledge.tenant";
  private static final int FORMAT = 1;
  private static final String REMEDY =
      "; open an empty folder instead and ingest the documents into it";

  static IndexLabel forTenant(String tenant) {
    return new IndexLabel(Integer.toString(FORMAT), EnglishWords.NAME, tenant);
  }

  /** The commit data, to be handed to the writer before each commit. */
  Map<String, String> data() {
    Map<String, String> data = new HashMap<>();
    data.put(FORMAT_KEY, format);
    data.put(ANALYSIS_KEY, analysis);
    data.put(TENANT_KEY, tenant);
    return data;
  }

  /** Reads the label of the newest commit without changing a file; empty if there is no index. */
  static Optional<IndexLabel> read(Directory directory, Path folder) throws IOException {
    if (!DirectoryReader.indexExists(directory)) {
      return Optional.empty();
    }
    Map<String, String> data;
    try {
      data = SegmentInfos.readLatestCommit(directory).getUserData();
    } catch (IndexFormatTooNewException e) {
      throw new IndexNotReadable("the index in " + folder + newer(), e);
    } catch (IndexFormatTooOldException e) {
      throw new IndexNotReadable(
          "the index in " + folder + " was written by a version too old to be read" + REMEDY, e);
    }
    String format = data.get(FORMAT_KEY);
    if (format == null) {
      throw new IndexNotReadable(
          "the index in " + folder + " is no knowledge base of Atom; give another folder");
    }
    return Optional.of(
        new IndexLabel(
            format, data.getOrDefault(ANALYSIS_KEY, ""), data.getOrDefault(TENANT_KEY, "")));
  }

  /** Refuses what this version would misread, and another tenant's index. */
  void requireReadable(IndexLabel expected, Path folder) {
    if (!format.equals(expected.format)) {
      boolean newer = !format.matches("\\d{1,9}") || Integer.parseInt(format) > FORMAT;
      throw new IndexNotReadable(
          "the index in " + folder + (newer ? newer() : " has the old format " + format + REMEDY));
    }
    if (!analysis.equals(expected.analysis)) {
      throw new IndexNotReadable(
          "the index in "
              + folder
              + " has terms of '"
              + analysis
              + "', not of '"
              + expected.analysis
              + "'"
              + REMEDY);
    }
    if (!tenant.equals(expected.tenant)) {
      throw new WrongTenant(
          "the index in "
              + folder
              + " belongs to another tenant than '"
              + expected.tenant
              + "'; every tenant has a folder of its own");
    }
  }

  private static String newer() {
    return " was written by a newer version; upgrade to that," + REMEDY.replace(";", " or");
  }
}
