package dev.atom.knowledge;

import dev.atom.knowledge.engine.EnglishAnalysis;
import dev.atom.knowledge.engine.LedgerEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.ReaderManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/**
 * The index on disk: one writer, whose batches are committed or undone as a whole, and readers of
 * what is committed.
 */
final class IndexStore implements AutoCloseable {
  private static final double BUFFER_MEGABYTES = 16;

  private final Path folder;
  private final IndexLabel label;
  private final Directory directory;
  private final ReaderManager readers;
  private final Map<String, LedgerEntry> ledger = new ConcurrentHashMap<>();
  private final WritingThread writing;
  private IndexWriter writer;

  private IndexStore(Path folder, IndexLabel label, Directory directory) throws IOException {
    this.folder = folder;
    this.label = label;
    this.directory = directory;
    this.writer = openWriter();
    try {
      if (!DirectoryReader.indexExists(directory)) {
        commit();
      }
      this.readers = new ReaderManager(directory);
      DirectoryReader reader = readers.acquire();
      try {
        ledger.putAll(StoredForm.ledger(reader));
      } finally {
        readers.release(reader);
      }
    } catch (IOException | RuntimeException e) {
      undo(e);
      throw e;
    }
    this.writing = new WritingThread("atom-knowledge-writer");
  }

  static IndexStore open(Path folder, String tenant) {
    IndexLabel label = IndexLabel.forTenant(tenant);
    Directory directory = null;
    try {
      Files.createDirectories(folder);
      directory = FSDirectory.open(folder);
      IndexLabel.read(directory, folder).ifPresent(found -> found.requireReadable(label, folder));
      return new IndexStore(folder, label, directory);
    } catch (LockObtainFailedException e) {
      close(directory, e);
      throw new IndexInUse(
          "the knowledge base in "
              + folder
              + " is open already; share that one, close it, or give another folder",
          e);
    } catch (CorruptIndexException e) {
      close(directory, e);
      throw new IndexNotReadable(
          "the index in "
              + folder
              + " is damaged; restore a copy of it, or empty the folder and"
              + " ingest the documents again",
          e);
    } catch (IOException e) {
      close(directory, e);
      throw new IndexStorageFailed("the knowledge base in " + folder + " cannot be opened", e);
    } catch (RuntimeException e) {
      close(directory, e);
      throw e;
    }
  }

  private static void close(@Nullable Directory directory, Exception why) {
    if (directory != null) {
      try {
        directory.close();
      } catch (IOException e) {
        why.addSuppressed(e);
      }
    }
  }

  /** What a batch does, on the writing thread. */
  @FunctionalInterface
  interface Change<T> {
    T apply(Batch batch) throws IOException;
  }

  /** Does all of a batch or nothing of it; committed and searchable when it returns. */
  <T> T write(Change<T> change) {
    return writing.call(stop -> writeNow(change, stop));
  }

  private <T> T writeNow(Change<T> change, BooleanSupplier stop) {
    try {
      if (!writer.isOpen()) {
        writer = openWriter();
      }
      Batch batch = new Batch(writer, ledger, stop);
      T result = change.apply(batch);
      if (!batch.isEmpty()) {
        commit();
        batch.applyTo(ledger);
        readers.maybeRefreshBlocking();
      }
      return result;
    } catch (IOException e) {
      undo(e);
      throw new IndexStorageFailed(
          "writing to the knowledge base in "
              + folder
              + " failed ("
              + e.getMessage()
              + "); what was committed before stays, do it again once the disk is well",
          e);
    } catch (RuntimeException | Error e) {
      undo(e);
      throw e;
    }
  }

  private void commit() throws IOException {
    writer.setLiveCommitData(label.data().entrySet());
    writer.commit();
  }

  /** A writer that failed may have closed itself; the next batch opens another. */
  private void undo(Throwable why) {
    try {
      writer.rollback();
    } catch (IOException | RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private IndexWriter openWriter() throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalysis());
    config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
    config.setUseCompoundFile(true);
    config.setCommitOnClose(false);
    return new IndexWriter(directory, config);
  }

  /** A view of what is committed now; give it back with {@link #release}. */
  DirectoryReader acquire() throws IOException {
    return readers.acquire();
  }

  void release(DirectoryReader reader) throws IOException {
    readers.release(reader);
  }

  Map<String, LedgerEntry> ledger() {
    return ledger;
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    if (!writing.close()) {
      return;
    }
    try (directory) {
      readers.close();
      if (writer.isOpen()) {
        writer.rollback();
      }
    } catch (IOException e) {
      throw new IndexStorageFailed(
          "closing the knowledge base in " + folder + " failed; what was committed stays", e);
    }
  }
}
