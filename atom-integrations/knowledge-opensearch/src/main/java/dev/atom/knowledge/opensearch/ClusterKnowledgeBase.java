package dev.atom.knowledge.opensearch;

import dev.atom.CallContext;
import dev.atom.http.HttpCancelled;
import dev.atom.http.HttpTimedOut;
import dev.atom.http.Transport;
import dev.atom.knowledge.FileParser;
import dev.atom.knowledge.IndexedSource;
import dev.atom.knowledge.IngestReport;
import dev.atom.knowledge.IngestStopped;
import dev.atom.knowledge.SearchHit;
import dev.atom.knowledge.SearchRequest;
import dev.atom.knowledge.SearchResult;
import dev.atom.knowledge.SearchStopped;
import dev.atom.knowledge.SourceDocument;
import dev.atom.knowledge.SourceOutcome;
import dev.atom.knowledge.WrongTenant;
import dev.atom.knowledge.engine.FolderReader;
import dev.atom.knowledge.engine.Ingest;
import dev.atom.knowledge.engine.LedgerEntry;
import dev.atom.knowledge.engine.QueryText;
import dev.atom.operation.Passage;
import dev.atom.operation.Retriever;
import dev.atom.secret.KeySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One tenant's documents on an OpenSearch cluster, with the methods of {@link
 * dev.atom.knowledge.KnowledgeBase}: the same passages, terms and ranking, shared by any number of
 * hosts.
 *
 * {@snippet file="dev/atom/knowledge/opensearch/ClusterTest.java" region="start"}
 *
 * <p>Guarantees: a document that was taken in is found by searches when the call returns. A change
 * is not one commit: meanwhile searches may find old and new passages of a document. A host that
 * dies or a cluster that refuses a part leaves a document unfinished, never taken for unchanged; the
 * next ingest cures it. Of two hosts that change a document at once one is told so. Each tenant has
 * an index of its own, named by a hash; a call made for another tenant is refused.
 *
 * <p>Thread-safe. Once closed, every method throws {@link IllegalStateException}.
 */
public final class ClusterKnowledgeBase implements AutoCloseable {
  private static final int MOST_HITS = 1_000;

  private final String tenant;
  private final Clock clock;
  private final Cluster cluster;
  private final String index;
  private volatile boolean closed;

  private ClusterKnowledgeBase(Builder builder) {
    this.tenant = builder.tenant;
    this.clock = builder.clock;
    this.cluster = new Cluster(builder.address, builder.transport, builder.scheme, builder.keys);
    this.index = IndexName.of(builder.collection, tenant);
  }

  /**
   * Returns a builder.
   *
   * @param address where the cluster answers, such as {@code https://search.example.org:9200}; http
   *     or https, without user, query and fragment
   * @return the builder
   */
  public static Builder newBuilder(URI address) {
    return new Builder(address);
  }

  /**
   * What a knowledge base on a cluster is opened with. Defaults: {@link CallContext#DEFAULT_TENANT},
   * the collection {@code atom-knowledge}, one shard and one replica, no key, the shared transport,
   * the system's clock. Not thread-safe.
   */
  public static final class Builder {
    private final URI address;
    private String tenant = CallContext.DEFAULT_TENANT;
    private String collection = "atom-knowledge";
    private int shards = 1;
    private int replicas = 1;
    private String scheme = "Basic";
    private KeySource keys = KeySource.none();
    private Transport transport = Transport.shared();
    private Clock clock = Clock.systemUTC();

    private Builder(URI address) {
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      boolean plain =
          address.getRawUserInfo() == null
              && address.getRawQuery() == null
              && address.getRawFragment() == null;
      if (!web || address.getHost() == null || !plain) {
        throw new IllegalArgumentException(
            "a cluster's address is http or https with a host, without user, query and fragment;"
                + " give a user by keys(...)");
      }
      this.address = address;
    }

    /**
     * Sets whose documents these are.
     *
     * @param tenant the tenant's id, not blank
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
     * Sets which of the tenant's knowledge bases this is; index names begin with it.
     *
     * @param collection a lower case letter and up to 62 letters, digits and hyphens
     * @return this builder
     */
    public Builder collection(String collection) {
      this.collection = IndexName.requireCollection(collection);
      return this;
    }

    /**
     * Sets how an index that does not exist yet is made.
     *
     * @param shards how many parts it has, 1 to 1,000
     * @param replicas how many copies of each there are beside it, 0 to 100
     * @return this builder
     */
    public Builder shards(int shards, int replicas) {
      if (shards < 1 || shards > 1_000 || replicas < 0 || replicas > 100) {
        throw new IllegalArgumentException(
            "an index has 1 to 1000 shards and 0 to 100 replicas, not "
                + shards
                + " and "
                + replicas);
      }
      this.shards = shards;
      this.replicas = replicas;
      return this;
    }

    /**
     * Sets who this is for the cluster. The source is asked on each request, for the tenant's usual
     * key of the provider {@code opensearch}.
     *
     * @param scheme how the key is sent: {@code Basic} with user and password in Base64, or {@code
     *     Bearer} with a token
     * @param keys the source
     * @return this builder
     */
    public Builder keys(String scheme, KeySource keys) {
      this.scheme = Objects.requireNonNull(scheme, "scheme");
      this.keys = Objects.requireNonNull(keys, "keys");
      return this;
    }

    /**
     * Sets what requests are sent with.
     *
     * @param transport stays the caller's to close
     * @return this builder
     */
    public Builder transport(Transport transport) {
      this.transport = Objects.requireNonNull(transport, "transport");
      return this;
    }

    /**
     * Sets the clock that documents are dated by.
     *
     * @param clock the clock
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Opens the tenant's index, or makes it.
     *
     * @return the open knowledge base
     * @throws ClusterUnreachable if no OpenSearch answers at the address
     * @throws ClusterRefused if the cluster answers with an error
     * @throws IndexMismatch if the index is there and not readable
     */
    public ClusterKnowledgeBase open() {
      ClusterKnowledgeBase base = new ClusterKnowledgeBase(this);
      new IndexSetup(base.cluster, base.index, base.context()).require(shards, replicas);
      return base;
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
   * Takes a document in, in place of an earlier one with its id; an unchanged one costs a look-up.
   *
   * @param document the document
   * @return what became of it: added, updated, unchanged or refused by the cluster
   * @throws ClusterException if the cluster does not answer or refuses the whole
   */
  public SourceOutcome upsert(SourceDocument document) {
    return upsert(List.of(document)).outcomes().getFirst();
  }

  /**
   * Takes documents in: faster than one by one, but not all or none of them.
   *
   * @param documents the documents; of two with the same id the later one stays
   * @return what became of each; those that the cluster refused with the reason
   * @throws ClusterException if the cluster does not answer or refuses the whole; what was sent
   *     before is kept, and the same call again does the rest
   * @throws IngestStopped if the thread is interrupted meanwhile; the same holds
   */
  public IngestReport upsert(Collection<SourceDocument> documents) {
    List<SourceDocument> all = List.copyOf(documents);
    return ingest(ingest -> ingest.documents(all));
  }

  /**
   * Removes a document.
   *
   * @param source the document's id
   * @return whether there was one
   * @throws ClusterException if the cluster does not answer or refuses it; the same call again
   *     removes what is left
   */
  public boolean delete(String source) {
    ClusterBatch batch = batch();
    try {
      batch.expect(List.of(source));
      if (batch.entry(source).isEmpty()) {
        return false;
      }
      batch.remove(source);
      batch.send();
    } catch (HttpCancelled e) {
      throw new IngestStopped("removing a document was interrupted; remove it again");
    }
    String reason = batch.failures().get(source);
    if (reason != null) {
      throw new ClusterRefused(200, true, "'" + source + "' was not removed: " + reason);
    }
    return true;
  }

  /**
   * Makes this knowledge base hold what a folder holds, as {@link #ingest(Path, String)} with an
   * empty prefix does.
   *
   * @param folder the folder with the documents
   * @return what became of each document
   */
  public IngestReport ingest(Path folder) {
    return ingest(folder, "");
  }

  /**
   * Makes this knowledge base hold what a folder holds, as {@link
   * dev.atom.knowledge.KnowledgeBase#ingest(Path, String)} does.
   *
   * @param folder the folder with the documents
   * @param prefix what ids begin with
   * @return what became of each document
   * @throws UncheckedIOException if the folder cannot be listed; nothing was taken from it
   * @throws ClusterException if the cluster does not answer or refuses the whole; what was sent
   *     before is kept
   * @throws IngestStopped if the thread is interrupted meanwhile
   */
  public IngestReport ingest(Path folder, String prefix) {
    return ingest(
        ingest -> ingest.folder(FolderReader.list(folder, prefix, FileParser.none()), prefix));
  }

  /** What is taken in. */
  @FunctionalInterface
  private interface Taking {
    IngestReport into(Ingest ingest) throws IOException;
  }

  private IngestReport ingest(Taking taking) {
    ClusterBatch batch = batch();
    try {
      IngestReport report = taking.into(new Ingest(batch, clock));
      batch.send();
      return withFailures(report, batch.failures());
    } catch (HttpCancelled e) {
      throw new IngestStopped(
          "the ingest was interrupted; what was sent before is kept, run it again for the rest");
    } catch (IOException e) {
      throw new UncheckedIOException("a folder cannot be listed: " + e.getMessage(), e);
    }
  }

  private static IngestReport withFailures(IngestReport report, Map<String, String> failures) {
    return new IngestReport(
        report.outcomes().stream()
            .map(
                outcome -> {
                  String reason = failures.get(outcome.source());
                  return reason == null
                      ? outcome
                      : new SourceOutcome.Refused(outcome.source(), reason);
                })
            .toList());
  }

  /**
   * Searches without a deadline, on behalf of this knowledge base's tenant.
   *
   * @param request what to look for
   * @return what was found
   * @throws ClusterException if the cluster does not answer, or not wholly
   */
  public SearchResult search(SearchRequest request) {
    return search(request, context());
  }

  /**
   * Searches. Whatever the text is, it is only words: the cluster gets terms and parses nothing.
   *
   * @param request what to look for
   * @param context for whom, and how long it may take; at the deadline the search ends with what it
   *     has
   * @return what was found
   * @throws WrongTenant if the context is another tenant's
   * @throws ClusterException if the cluster does not answer, or not wholly
   */
  public SearchResult search(SearchRequest request, CallContext context) {
    requireOpen();
    if (!context.tenant().equals(tenant)) {
      throw new WrongTenant(
          "tenant '"
              + context.tenant()
              + "' asked a knowledge base that is not its own; route each"
              + " tenant to its knowledge base");
    }
    QueryText text = QueryText.read(request);
    boolean stop = context.deadline().passed() || context.cancellation().cancelled();
    if (text.isEmpty() || stop) {
      return new SearchResult(List.of(), 0, stop, text.shortened());
    }
    try {
      return new Search(cluster, index, text, context).run(request);
    } catch (HttpTimedOut | HttpCancelled e) {
      return new SearchResult(List.of(), 0, true, text.shortened());
    }
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
    int most = Math.min(limit, MOST_HITS);
    SearchResult found = search(SearchRequest.question(question).limit(most), context);
    if (found.stopped() && found.hits().isEmpty()) {
      throw new SearchStopped(
          "the search was stopped before it found anything; give it more time than "
              + context.deadline());
    }
    return found.hits().stream().map(SearchHit::passage).toList();
  }

  /**
   * Returns the documents held, by their ids; those left out whose taking in has not ended.
   *
   * @return one entry per document
   * @throws ClusterException if the cluster does not answer
   */
  public List<IndexedSource> sources() {
    requireOpen();
    return new Ledger(cluster, index, context())
        .all().stream()
            .map(LedgerEntry::source)
            .filter(source -> !source.hash().isEmpty())
            .toList();
  }

  /**
   * Returns what is known of a document.
   *
   * @param source the document's id
   * @return empty if it is not held, or its taking in has not ended
   * @throws ClusterException if the cluster does not answer
   */
  public Optional<IndexedSource> source(String source) {
    requireOpen();
    HeldDocument held =
        new Ledger(cluster, index, context())
            .read(List.of(source))
            .getOrDefault(source, HeldDocument.NONE);
    return held.finished() ? held.entry().map(LedgerEntry::source) : Optional.empty();
  }

  private ClusterBatch batch() {
    requireOpen();
    return new ClusterBatch(cluster, index, context());
  }

  private CallContext context() {
    return CallContext.create().tenant(tenant);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the knowledge base is closed; open it again");
    }
  }

  /** Ends the use of this; the index stays, and calls that run come to their end. */
  @Override
  public void close() {
    closed = true;
  }
}
