package dev.atom.knowledge.opensearch;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.knowledge.SearchHit;
import dev.atom.knowledge.SearchHit.ScorePart;
import dev.atom.knowledge.SearchRequest;
import dev.atom.knowledge.SearchResult;
import dev.atom.knowledge.engine.QueryText;
import dev.atom.operation.Passage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One search: found and refined by the cluster in one request, explained by a second one. */
final class Search {
  private static final int REFINED = 200;
  private static final int COUNTED = 1_000;
  private static final List<String> SHOWN =
      List.of("source", IndexSettings.TITLE, IndexSettings.TEXT, "start", "end");

  private final Cluster cluster;
  private final String path;
  private final QueryText text;
  private final CallContext context;

  Search(Cluster cluster, String index, QueryText text, CallContext context) {
    this.cluster = cluster;
    // Word statistics over all shards: else a passage's score depends on where it lies.
    this.path = "/" + index + "/_search?search_type=dfs_query_then_fetch";
    this.text = text;
    this.context = context;
  }

  SearchResult run(SearchRequest request) {
    List<Clause> clauses = new ArrayList<>(Clause.finding(text));
    List<Clause> refining = Clause.refining(text);
    Json.Obj found = send(path, body(clauses, refining, request.limit()));
    clauses.addAll(refining);
    Json.Obj hits = Fields.object(found, "hits");
    List<Json.Obj> passages = Fields.objects(hits, "hits");
    boolean explained = request.explained() && !passages.isEmpty();
    Map<String, List<ScorePart>> why = explained ? explain(clauses, passages) : Map.of();
    List<SearchHit> result = new ArrayList<>();
    for (Json.Obj hit : passages) {
      result.add(new SearchHit(passage(hit), why.getOrDefault(Fields.text(hit, "_id"), List.of())));
    }
    return new SearchResult(
        result,
        Fields.number(Fields.object(hits, "total"), "value"),
        Fields.yes(found, "timed_out"),
        text.shortened());
  }

  private Json.Obj send(String path, Json.Obj body) {
    Json.Obj found = cluster.post(path, body, context);
    long failed = Fields.number(Fields.object(found, "_shards"), "failed");
    if (failed > 0) {
      throw new ClusterRefused(
          200,
          true,
          "the search failed on "
              + failed
              + " of the index's shards at "
              + cluster.address()
              + ", so hits would be missing; look after the cluster and try again");
    }
    return found;
  }

  Json.Obj body(List<Clause> finding, List<Clause> refining, int limit) {
    JsonObjectBuilder body =
        Json.object()
            .put("size", limit)
            .put("track_total_hits", COUNTED)
            .put("_source", IndexSettings.texts(SHOWN))
            .put("query", Clause.toQuery(finding, text));
    timeout().ifPresent(time -> body.put("timeout", time));
    if (!refining.isEmpty()) {
      Json.Obj should =
          Json.object()
              .put("should", refining.stream().map(clause -> clause.leaf().json()).toList())
              .build();
      Json.Obj rescore =
          Json.object().put("rescore_query", Json.object().put("bool", should).build()).build();
      body.put("rescore", Json.object().put("window_size", REFINED).put("query", rescore).build());
    }
    return body.build();
  }

  /** Three quarters of the time left: the rest is for the way back. */
  private Optional<String> timeout() {
    Optional<Duration> left = context.deadline().remaining();
    return left.map(time -> Math.max(1, time.toMillis() / 4 * 3) + "ms");
  }

  private Map<String, List<ScorePart>> explain(List<Clause> clauses, List<Json.Obj> passages) {
    List<String> ids = passages.stream().map(hit -> Fields.text(hit, "_id")).toList();
    Json.Obj body =
        Json.object()
            .put("size", ids.size())
            .put("_source", false)
            .put("query", Clause.toExplanation(clauses, ids))
            .build();
    Json.Obj found = send(path + "&include_named_queries_score=true", body);
    Map<String, List<ScorePart>> why = new HashMap<>();
    for (Json.Obj hit : Fields.objects(Fields.object(found, "hits"), "hits")) {
      why.put(Fields.text(hit, "_id"), parts(clauses, Fields.object(hit, "matched_queries")));
    }
    return why;
  }

  private static List<ScorePart> parts(List<Clause> clauses, Json.Obj scores) {
    List<ScorePart> parts = new ArrayList<>();
    for (int i = 0; i < clauses.size(); i++) {
      String name = Integer.toString(i);
      if (scores.get(name).isPresent()) {
        Clause clause = clauses.get(i);
        double score = Fields.fraction(scores, name);
        parts.add(new ScorePart(clause.reason(), clause.words(), score));
      }
    }
    parts.sort((one, other) -> Double.compare(other.score(), one.score()));
    return parts;
  }

  private static Passage passage(Json.Obj hit) {
    Json.Obj stored = Fields.object(hit, "_source");
    return new Passage(
        Fields.text(stored, "source"),
        Fields.text(stored, IndexSettings.TITLE),
        Fields.text(stored, IndexSettings.TEXT),
        new Passage.Range((int) Fields.number(stored, "start"), (int) Fields.number(stored, "end")),
        Fields.fraction(hit, "_score"));
  }
}
