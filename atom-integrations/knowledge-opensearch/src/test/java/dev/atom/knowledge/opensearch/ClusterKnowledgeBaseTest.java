package dev.atom.knowledge.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.knowledge.IngestReport;
import dev.atom.knowledge.SearchRequest;
import dev.atom.knowledge.SearchResult;
import dev.atom.knowledge.SearchStopped;
import dev.atom.knowledge.SourceDocument;
import dev.atom.knowledge.SourceOutcome;
import dev.atom.knowledge.engine.EnglishWords;
import dev.atom.knowledge.opensearch.FakeCluster.Received;
import dev.atom.knowledge.opensearch.FakeCluster.Reply;
import dev.atom.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterKnowledgeBaseTest {
  private static final String INDEX = IndexName.of("atom-knowledge", "acme");

  private FakeCluster server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeCluster();
    server.script(request -> usual(request, ""));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ClusterKnowledgeBase.Builder builder() {
    return ClusterKnowledgeBase.newBuilder(server.address()).tenant("acme");
  }

  /** An empty index that takes what it gets, except changes of ids that begin with a text. */
  private static Reply usual(Received request, String refused) {
    String path = request.path();
    if (path.endsWith("/_mapping")) {
      Json.Obj mappings = Json.object().put("_meta", IndexSettings.label()).build();
      Json.Obj index = Json.object().put("mappings", mappings).build();
      return Reply.ok(Json.object().put(INDEX, index).build().toString());
    }
    if (path.endsWith("/_mget")) {
      Json.Obj none = Json.object().put("found", false).build();
      int asked = ids(request).size();
      return Reply.ok(
          Json.object().put("docs", Collections.nCopies(asked, none)).build().toString());
    }
    if (path.endsWith("/_bulk")) {
      return Reply.ok(Json.object().put("items", items(request, refused)).build().toString());
    }
    return Reply.ok("{\"hits\":{\"hits\":[]}}");
  }

  private static List<Json> ids(Received request) {
    return Json.parseObject(request.body()).get("ids").orElseThrow() instanceof Json.Arr ids
        ? ids.items()
        : List.of();
  }

  private static List<Json> items(Received request, String refused) {
    List<Json> items = new ArrayList<>();
    for (String line : request.lines()) {
      Json.Obj action = Json.parseObject(line);
      for (String kind : List.of("index", "create", "delete")) {
        String id = Fields.text(Fields.object(action, kind), "_id");
        if (!id.isEmpty()) {
          boolean failed = !refused.isEmpty() && id.startsWith(refused);
          Json.Obj error = Json.object().put("type", "full").put("reason", "no room").build();
          Json.Obj item =
              failed
                  ? Json.object().put("status", 429).put("error", error).build()
                  : Json.object().put("status", 201).put("_seq_no", 7).build();
          items.add(Json.object().put(kind, item).build());
        }
      }
    }
    return items;
  }

  @Test
  void aMissingIndexIsMadeWithTheAnalysisOfTheEmbeddedEngine() {
    server.script(
        request ->
            request.method().equals("GET")
                ? Reply.error(404, "index_not_found_exception", "no such index")
                : Reply.ok("{}"));
    builder().shards(2, 0).open().close();
    Received made = server.received(INDEX).getFirst();
    assertThat(made.method()).isEqualTo("PUT");
    Json.Obj body = Json.parseObject(made.body());
    assertThat(body.at("/settings/analysis/filter/atom_stop/stopwords"))
        .contains(Json.array(IndexSettings.texts(EnglishWords.STOP_WORDS)));
    assertThat(body.at("/settings/analysis/analyzer/atom_english/filter").orElseThrow().toString())
        .isEqualTo("[\"atom_possessive\",\"lowercase\",\"atom_stop\",\"porter_stem\"]");
    assertThat(body.at("/settings/similarity/atom_bm25").orElseThrow().toString())
        .isEqualTo("{\"type\":\"BM25\",\"k1\":1.2,\"b\":0.75}");
    assertThat(body.at("/settings/index/number_of_shards")).contains(Json.of(2));
  }

  @Test
  void aSearchSendsTermsAndAsksForStatisticsOfAllShards() {
    builder().open().search(SearchRequest.query("The refunds of money -\"by cheque\""));
    Received search = server.received("/_search").getFirst();
    assertThat(search.query()).isEqualTo("search_type=dfs_query_then_fetch");
    Json.Obj body = Json.parseObject(search.body());
    assertThat(body.at("/query/bool/should/1").orElseThrow().toString())
        .isEqualTo("{\"term\":{\"title\":{\"value\":\"refund\",\"boost\":0.3}}}");
    assertThat(body.at("/query/bool/must_not").orElseThrow().toString())
        .isEqualTo("[{\"term\":{\"all\":{\"value\":\"chequ\",\"boost\":1}}}]");
    assertThat(body.at("/rescore/window_size")).contains(Json.of(200));
    assertThat(body.at("/rescore/query/rescore_query/bool/should/1").orElseThrow().toString())
        .isEqualTo(
            "{\"match_phrase\":{\"all\":{\"query\":\"refund monei\",\"analyzer\":\"atom_terms\","
                + "\"slop\":8,\"boost\":0.05}}}");
  }

  @Test
  void noCharacterOfATenantIsInAnAddress() {
    String tenant = "../_all,*?x=1#\"%2F";
    String index = IndexName.of("atom-knowledge", tenant);
    assertThat(index).matches("atom-knowledge-[0-9a-f]{64}");
    assertThatExceptionOfType(IndexMismatch.class)
        .isThrownBy(() -> builder().tenant(tenant).open());
    assertThat(server.received(""))
        .extracting(Received::path)
        .containsOnly("/" + index + "/_mapping");
    assertThatIllegalArgumentException().isThrownBy(() -> builder().collection("a/b"));
  }

  @Test
  void aDocumentIsAnnouncedThenWrittenThenFinished() {
    SourceOutcome outcome = builder().open().upsert(SourceDocument.plain("a", "Apples"));
    assertThat(outcome).isEqualTo(new SourceOutcome.Added("a", 1));
    List<Received> bulks = server.received("/_bulk");
    assertThat(bulks).extracting(Received::query).containsExactly("", "refresh=wait_for", "");
    assertThat(bulks.get(0).body()).contains("\"create\"", "\"hash\":\"\"");
    assertThat(bulks.get(1).body()).contains("external_gte", "\"text\":\"Apples\"");
    assertThat(bulks.get(2).body()).contains("\"if_seq_no\":7").doesNotContain("\"hash\":\"\"");
  }

  @Test
  void aDocumentThatIsRefusedInPartIsReportedAndNotFinished() {
    server.script(request -> usual(request, HeldDocument.passageId("b", 0)));
    IngestReport report =
        builder()
            .open()
            .upsert(
                List.of(SourceDocument.plain("a", "Apples"), SourceDocument.plain("b", "Bees")));
    assertThat(report.added()).containsExactly("a");
    assertThat(report.refused())
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.source()).isEqualTo("b");
              assertThat(refused.reason()).contains("429 full: no room", "take it in again");
            });
    assertThat(server.received("/_bulk").getLast().body())
        .contains(HeldDocument.id("a"))
        .doesNotContain(HeldDocument.id("b"));
  }

  @Test
  void aWriterThatWasOvertakenIsTold() {
    server.script(
        request ->
            request.path().endsWith("/_bulk")
                ? Reply.ok("{\"items\":[{\"create\":{\"status\":409}}]}")
                : usual(request, ""));
    ClusterKnowledgeBase base = builder().open();
    assertThat(base.upsert(SourceDocument.plain("a", "Apples")).toString())
        .contains("Refused", "another writer");
    assertThat(server.received("/_bulk")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "401, false, give keys",
    "403, false, rights",
    "429, true, try again later",
    "503, true, try again",
    "302, false, check its settings"
  })
  void anErrorTellsWhatToDo(int status, boolean retryable, String remedy) {
    server.script(request -> Reply.error(status, "some_exception", "because"));
    ClusterRefused refused = catchThrowableOfType(ClusterRefused.class, () -> builder().open());
    assertThat(refused).hasMessageContaining(remedy).hasMessageContaining("because");
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.retryable()).isEqualTo(retryable);
  }

  @Test
  void anAddressWhereNothingAnswersIsToldWithARemedy() {
    URI gone = server.address();
    server.close();
    assertThatExceptionOfType(ClusterUnreachable.class)
        .isThrownBy(() -> ClusterKnowledgeBase.newBuilder(gone).open())
        .withMessageContaining(gone.toString())
        .withMessageContaining("check the address");
  }

  @Test
  void anotherServerIsNoCluster() {
    server.script(request -> Reply.ok("<html>Welcome</html>"));
    assertThatExceptionOfType(ClusterUnreachable.class)
        .isThrownBy(() -> builder().open())
        .withMessageContaining("is no OpenSearch");
  }

  @Test
  void aKeyIsSentAndNeverShown() {
    server.script(request -> Reply.error(401, "security", "who is c2VjcmV0OnNlY3JldA== ?"));
    assertThatExceptionOfType(ClusterRefused.class)
        .isThrownBy(
            () ->
                builder()
                    .keys("Basic", ref -> Optional.of(Secret.of("c2VjcmV0OnNlY3JldA==")))
                    .open())
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("c2VjcmV0"));
    assertThat(server.received("/_mapping").getFirst().key())
        .isEqualTo("Basic c2VjcmV0OnNlY3JldA==");
  }

  @Test
  void anIndexOfSomethingElseIsLeftAlone() {
    server.script(request -> Reply.ok("{\"" + INDEX + "\":{\"mappings\":{}}}"));
    assertThatExceptionOfType(IndexMismatch.class).isThrownBy(() -> builder().open());
    assertThat(server.received("")).extracting(Received::method).containsOnly("GET");
  }

  @Test
  void aSearchThatFailedOnAShardIsNoResult() {
    ClusterKnowledgeBase base = builder().open();
    server.script(request -> Reply.ok("{\"_shards\":{\"failed\":1},\"hits\":{\"hits\":[]}}"));
    assertThatExceptionOfType(ClusterRefused.class)
        .isThrownBy(() -> base.search(SearchRequest.question("apples")))
        .withMessageContaining("hits would be missing");
  }

  @Test
  void aSearchOutOfTimeIsStopped() {
    ClusterKnowledgeBase base = builder().open();
    server.script(request -> Reply.ok("{\"timed_out\":true,\"hits\":{\"hits\":[]}}"));
    SearchResult result = base.search(SearchRequest.question("apples"));
    assertThat(result.stopped()).isTrue();
    CallContext context = CallContext.create().tenant("acme");
    assertThatExceptionOfType(SearchStopped.class)
        .isThrownBy(() -> base.retriever().retrieve("apples", 3, context));
  }

  @Test
  void aLedgerThatCannotBeReadIsNotTakenForEmpty() {
    ClusterKnowledgeBase base = builder().open();
    server.script(request -> Reply.ok("{\"docs\":[{\"error\":{\"type\":\"shard_lost\"}}]}"));
    assertThatExceptionOfType(ClusterRefused.class)
        .isThrownBy(() -> base.upsert(SourceDocument.plain("a", "Apples")));
  }

  @Test
  void onceClosedNothingIsSent() {
    ClusterKnowledgeBase base = builder().open();
    base.close();
    base.close();
    assertThatIllegalStateException().isThrownBy(() -> base.delete("a"));
    assertThat(server.received("")).hasSize(1);
  }
}
