package dev.atom.knowledge;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.knowledge.engine.FolderReader;
import dev.atom.knowledge.engine.Ingest;
import dev.atom.knowledge.engine.LedgerEntry;
import dev.atom.knowledge.engine.QueryText;
import dev.atom.operation.Passage;
import dev.atom.operation.Retriever;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * One tenant's documents, searched by words; a workspace of the tenant's is a knowledge base of its
 * own. Everything is in one folder, which at most one open knowledge base can have.
 *
 * {@snippet file="dev/atom/knowledge/KnowledgeGuideTest.java" region="start"}
 *
 * <p>Documents are cut into passages of at most 1,200 characters, each an exact range of its
 * document's text. Words are compared by their English stems; passages are ranked by BM25 over text
 * and headings and by how near to each other the words of the question stand.
 *
 * <p>Guarantees: what takes documents in or out is one commit, searchable and on disk when it
 * returns, and a crash leaves all of it or nothing. What is known of a document and its passages are
 * in the same commit. Neither text nor word statistics of one tenant are in another's index, and a
 * call made for another tenant is refused.
 *
 * <p>Thread-safe: searches run beside each other and beside one writer; writers wait for each other.
 * Once closed, every method throws {@link IllegalStateException}.
 */
public final class KnowledgeBase implements AutoCloseable {
  private final String tenant;
  private final Clock clock;
  private final IndexStore store;

  private KnowledgeBase(Builder builder) {
    this.tenant = builder.tenant;
    this.clock = builder.clock;
    this.store = IndexStore.open(builder.folder, builder.tenant);
  }

  /**
   * Opens the knowledge base of a host with only one tenant, or makes one in an empty folder.
   *
   * @param folder where the index is kept; not the folder with the documents
   * @return the open knowledge base
   * @throws IndexInUse if it is open already
   * @throws IndexNotReadable if the index there was written by a newer version, is damaged or no
   *     knowledge base
   * @throws IndexStorageFailed if the disk fails
   * @throws WrongTenant if the folder is another tenant's
   */
  public static KnowledgeBase open(Path folder) {
    return newBuilder(folder).open();
  }

  /**
   * Returns a builder, for a tenant or a clock.
   *
   * @param folder where the index is kept; not the folder with the documents
   * @return the builder
   */
  public static Builder newBuilder(Path folder) {
    return new Builder(folder);
  }

  /** What a knowledge base is opened with. Not thread-safe. */
  public static final class Builder {
    private final Path folder;
    private String tenant = CallContext.DEFAULT_TENANT;
    private Clock clock = Clock.systemUTC();

    private Builder(Path folder) {
      this.folder = Objects.requireNonNull(folder, "folder");
    }

    /**
     * Sets whose documents these are. Default: {@link CallContext#DEFAULT_TENANT}.
     *
     * @param tenant the tenant's id, not blank; kept in the index, which no other can open
     * @return this builder
     */
    public Builder tenant(String tenant) {
      if (tenant.isBlank()) {
        throw new IllegalArgumentException("tenant is blank; give the tenant's id");
      }
      this.tenant = tenant;
      return this;
    }

    /**
     * Sets the clock that documents are dated by. Default: the system's.
     *
     * @param clock the clock
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Opens the knowledge base, or makes one in an empty folder.
     *
     * @return the open knowledge base
     * @throws KnowledgeException as {@link KnowledgeBase#open(Path)} says
     */
    public KnowledgeBase open() {
      return new KnowledgeBase(this);
    }
  }

  /**
   * Returns whose documents these are.
   *
   * @return the tenant's id
   */
  public String tenant() {
    return tenant;
  }

  /**
   * Takes a document in, in place of an earlier one with its id; an unchanged one costs nothing.
   *
   * @param document the document
   * @return what became of it: added, updated or unchanged
   * @throws IndexStorageFailed if the disk fails; the document is as it was before
   */
  public SourceOutcome upsert(SourceDocument document) {
    return upsert(List.of(document)).outcomes().getFirst();
  }

  /**
   * Takes documents in as one batch: faster than one by one, and all of them or none.
   *
   * @param documents the documents; of two with the same id the later one stays
   * @return what became of each
   * @throws IndexStorageFailed if the disk fails; nothing of the batch is kept
   * @throws IngestStopped if the thread is interrupted meanwhile; nothing of the batch is kept
   */
  public IngestReport upsert(Collection<SourceDocument> documents) {
    List<SourceDocument> all = List.copyOf(documents);
    return store.write(batch -> new Ingest(batch, clock).documents(all));
  }

  /**
   * Removes a document.
   *
   * @param source the document's id
   * @return whether there was one
   * @throws IndexStorageFailed if the disk fails; the document is as it was before
   */
  public boolean delete(String source) {
    return store.write(
        batch -> {
          boolean known = batch.entry(source).isPresent();
          if (known) {
            batch.remove(source);
          }
          return known;
        });
  }

  /**
   * Makes this knowledge base hold what a folder holds: the Markdown and text files in it and in the
   * folders below, as {@link #ingest(Path, String)} with an empty prefix does.
   *
   * @param folder the folder with the documents
   * @return what became of each document
   */
  public IngestReport ingest(Path folder) {
    return ingest(folder, "");
  }

  /**
   * Makes this knowledge base hold what a folder holds: {@code .md}, {@code .markdown} and {@code
   * .txt} in UTF-8. Unchanged documents are passed over, changed ones replaced, and those that an
   * earlier ingest with the same prefix brought and that are gone are removed. A file that cannot be
   * read, has more than 32 MiB or is not UTF-8 is refused with the reason; its earlier version
   * stays, and the others go on. Hidden files are passed over, symbolic links not followed.
   *
   * @param folder the folder with the documents
   * @param prefix what ids begin with, followed by the path in the folder with slashes; sets folders
   *     apart from each other
   * @return what became of each document
   * @throws IndexStorageFailed if the folder cannot be listed or the disk fails; nothing of the
   *     batch is kept
   * @throws IngestStopped if the thread is interrupted meanwhile; nothing of the batch is kept
   */
  public IngestReport ingest(Path folder, String prefix) {
    return ingest(folder, prefix, FileParser.none());
  }

  /**
   * Makes this knowledge base hold what a folder holds, as {@link #ingest(Path, String)} does, with
   * files in further formats. What the parser accepts in one ingest and not in the next with the
   * same prefix is taken for gone.
   *
   * @param folder the folder with the documents
   * @param prefix what ids begin with, followed by the path in the folder with slashes
   * @param parser reads the files that are neither Markdown nor text; called for each on every
   *     ingest, by the one thread that writes, so it must not write here itself
   * @return what became of each document
   * @throws IndexStorageFailed if the folder cannot be listed or the disk fails; nothing of the
   *     batch is kept
   * @throws IngestStopped if the thread is interrupted meanwhile; nothing of the batch is kept
   */
  public IngestReport ingest(Path folder, String prefix, FileParser parser) {
    Objects.requireNonNull(parser, "parser");
    return store.write(
        batch -> {
          FolderReader reader;
          try {
            reader = FolderReader.list(folder, prefix, parser);
          } catch (IOException e) {
            throw new IndexStorageFailed(
                "the folder " + folder + " cannot be listed, so nothing was taken from it", e);
          }
          return new Ingest(batch, clock).folder(reader, prefix);
        });
  }

  /**
   * Searches without a deadline, on behalf of this knowledge base's tenant.
   *
   * @param request what to look for
   * @return what was found
   * @throws IndexStorageFailed if the disk fails
   */
  public SearchResult search(SearchRequest request) {
    return search(request, CallContext.create().tenant(tenant));
  }

  /**
   * Searches. Whatever the text is, it is only words: nothing in it can fail, reach another field or
   * take unbounded time.
   *
   * @param request what to look for
   * @param context for whom, and how long it may take; at the deadline the search ends with what it
   *     has
   * @return what was found
   * @throws WrongTenant if the context is another tenant's
   * @throws IndexStorageFailed if the disk fails
   */
  public SearchResult search(SearchRequest request, CallContext context) {
    if (!context.tenant().equals(tenant)) {
      throw new WrongTenant(
          "tenant '"
              + context.tenant()
              + "' asked a knowledge base that is not its own; route each"
              + " tenant to its knowledge base");
    }
    try {
      QueryText text = QueryText.read(request);
      DirectoryReader reader = store.acquire();
      try {
        return new Search(reader, text, stop(context)).run(request);
      } finally {
        store.release(reader);
      }
    } catch (AlreadyClosedException e) {
      throw new IllegalStateException("the knowledge base is closed; open it again", e);
    } catch (IOException e) {
      throw new IndexStorageFailed("reading the index in " + store.folder() + " failed", e);
    }
  }

  private static BooleanSupplier stop(CallContext context) {
    Deadline deadline = context.deadline();
    return () -> deadline.passed() || context.cancellation().cancelled();
  }

  /**
   * Returns this knowledge base as what an assistant looks things up with: questions are plain
   * words. A call for another tenant throws {@link WrongTenant}, one that is stopped before it found
   * anything {@link SearchStopped}.
   *
   * @return the retriever; of use while this is open
   */
  public Retriever retriever() {
    return this::retrieve;
  }

  private List<Passage> retrieve(String question, int limit, CallContext context) {
    int most = Math.min(limit, SearchRequest.MOST);
    SearchResult found = search(SearchRequest.question(question).limit(most), context);
    if (found.stopped() && found.hits().isEmpty()) {
      throw new SearchStopped(
          "the search was stopped before it found anything; give it more time than "
              + context.deadline());
    }
    return found.hits().stream().map(SearchHit::passage).toList();
  }

  /**
   * Returns the documents held, by their ids.
   *
   * @return one entry per document
   */
  public List<IndexedSource> sources() {
    return store.ledger().values().stream()
        .map(LedgerEntry::source)
        .sorted(Comparator.comparing(IndexedSource::id))
        .toList();
  }

  /**
   * Returns what is known of a document.
   *
   * @param source the document's id
   * @return empty if it is not held
   */
  public Optional<IndexedSource> source(String source) {
    return Optional.ofNullable(store.ledger().get(source)).map(LedgerEntry::source);
  }

  /** Closes this after the writing that runs; a second call does nothing. */
  @Override
  public void close() {
    store.close();
  }
}
