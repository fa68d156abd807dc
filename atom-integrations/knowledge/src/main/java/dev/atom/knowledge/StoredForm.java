package dev.atom.knowledge;

import dev.atom.knowledge.engine.Chunk;
import dev.atom.knowledge.engine.LedgerEntry;
import dev.atom.operation.Passage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/**
 * How a document lies in the index: one entry per passage and one for the ledger, written as a block
 * and replaced by the document's id.
 */
final class StoredForm {
  static final String ALL = "all";
  static final String TITLE = "title";
  private static final String SOURCE = "source";
  private static final String LEDGER = "ledger";
  private static final String TEXT = "text";
  private static final String START = "start";
  private static final String END = "end";
  private static final String HASH = "hash";
  private static final String CHUNKER = "chunker";
  private static final String PASSAGES = "passages";
  private static final String INDEXED_AT = "indexedAt";
  private static final String FOLDER = "folder";

  private StoredForm() {}

  static Term key(String source) {
    return new Term(SOURCE, source);
  }

  static List<Document> block(SourceDocument source, List<Chunk> chunks, LedgerEntry entry) {
    List<Document> block = new ArrayList<>(chunks.size() + 1);
    for (Chunk chunk : chunks) {
      block.add(passage(source, chunk));
    }
    block.add(ledger(entry));
    return block;
  }

  private static Document passage(SourceDocument source, Chunk chunk) {
    String text = source.text().substring(chunk.start(), chunk.end());
    Document document = new Document();
    document.add(new StringField(SOURCE, source.id(), Field.Store.YES));
    document.add(new TextField(TITLE, chunk.title(), Field.Store.YES));
    document.add(new TextField(ALL, chunk.title(), Field.Store.NO));
    document.add(new TextField(ALL, text, Field.Store.NO));
    document.add(new StoredField(TEXT, text));
    document.add(new StoredField(START, chunk.start()));
    document.add(new StoredField(END, chunk.end()));
    return document;
  }

  private static Document ledger(LedgerEntry entry) {
    IndexedSource source = entry.source();
    Document document = new Document();
    document.add(new StringField(SOURCE, source.id(), Field.Store.YES));
    document.add(new StringField(LEDGER, source.id(), Field.Store.NO));
    document.add(new StoredField(HASH, source.hash()));
    document.add(new StoredField(CHUNKER, entry.chunkerVersion()));
    document.add(new StoredField(PASSAGES, source.passages()));
    document.add(new StoredField(INDEXED_AT, source.indexedAt().toString()));
    entry.folder().ifPresent(prefix -> document.add(new StoredField(FOLDER, prefix)));
    return document;
  }

  static Passage toPassage(Document document, double score) {
    return new Passage(
        document.get(SOURCE),
        document.get(TITLE),
        document.get(TEXT),
        new Passage.Range(number(document, START), number(document, END)),
        score);
  }

  static Map<String, LedgerEntry> ledger(DirectoryReader reader) throws IOException {
    Map<String, LedgerEntry> entries = new HashMap<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      addLedger(leaf.reader(), entries);
    }
    return entries;
  }

  private static void addLedger(LeafReader reader, Map<String, LedgerEntry> entries)
      throws IOException {
    Terms ids = reader.terms(LEDGER);
    if (ids == null) {
      return;
    }
    Bits live = reader.getLiveDocs();
    TermsEnum each = ids.iterator();
    for (BytesRef id = each.next(); id != null; id = each.next()) {
      PostingsEnum places = each.postings(null, PostingsEnum.NONE);
      for (int at = places.nextDoc(); at != DocIdSetIterator.NO_MORE_DOCS; at = places.nextDoc()) {
        if (live == null || live.get(at)) {
          LedgerEntry entry = toEntry(reader.storedFields().document(at));
          entries.put(entry.source().id(), entry);
        }
      }
    }
  }

  private static LedgerEntry toEntry(Document document) {
    IndexedSource source =
        new IndexedSource(
            document.get(SOURCE),
            document.get(HASH),
            number(document, PASSAGES),
            Instant.parse(document.get(INDEXED_AT)));
    return new LedgerEntry(
        source, number(document, CHUNKER), Optional.ofNullable(document.get(FOLDER)));
  }

  private static int number(Document document, String field) {
    return document.getField(field).numericValue().intValue();
  }
}
