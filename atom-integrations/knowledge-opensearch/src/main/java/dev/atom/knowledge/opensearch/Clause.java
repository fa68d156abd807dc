package dev.atom.knowledge.opensearch;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.knowledge.SearchHit.Reason;
import dev.atom.knowledge.engine.QueryText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A part of a query that adds to the score, with the weights of the embedded engine. Its terms are
 * made here, so that the cluster parses nothing of what somebody typed.
 */
record Clause(Reason reason, String words, Leaf leaf) {
  private static final BigDecimal TITLE_WEIGHT = new BigDecimal("0.3");
  private static final BigDecimal ADJACENT_WEIGHT = new BigDecimal("0.1");
  private static final BigDecimal NEAR_WEIGHT = new BigDecimal("0.05");
  private static final int NEAR = 8;

  /** A query of one field. */
  record Leaf(String kind, String field, Json.Obj options) {
    Json.Obj json() {
      Json.Obj named = Json.object().put(field, options).build();
      return Json.object().put(kind, named).build();
    }

    Leaf named(String name) {
      return new Leaf(kind, field, options.toBuilder().put("_name", name).build());
    }
  }

  static List<Clause> finding(QueryText text) {
    List<Clause> clauses = new ArrayList<>();
    for (Map.Entry<String, Integer> word : text.words().entrySet()) {
      String term = word.getKey();
      BigDecimal said = BigDecimal.valueOf(word.getValue());
      clauses.add(new Clause(Reason.WORD, term, term(IndexSettings.ALL, term, said)));
      clauses.add(
          new Clause(
              Reason.TITLE, term, term(IndexSettings.TITLE, term, said.multiply(TITLE_WEIGHT))));
    }
    for (QueryText.Phrase phrase : text.required()) {
      clauses.add(new Clause(Reason.PHRASE, String.join(" ", phrase.terms()), exact(phrase)));
    }
    return clauses;
  }

  static List<Clause> refining(QueryText text) {
    List<Clause> clauses = new ArrayList<>();
    for (List<String> pair : text.pairs()) {
      String words = String.join(" ", pair);
      clauses.add(new Clause(Reason.NEXT_TO_EACH_OTHER, words, phrase(words, 0, ADJACENT_WEIGHT)));
      clauses.add(new Clause(Reason.NEAR, words, phrase(words, NEAR, NEAR_WEIGHT)));
    }
    return clauses;
  }

  /** Phrases must match and what is excluded must not. */
  static Json.Obj toQuery(List<Clause> clauses, QueryText text) {
    List<Json> should = new ArrayList<>();
    List<Json> must = new ArrayList<>();
    for (Clause clause : clauses) {
      (clause.reason() == Reason.PHRASE ? must : should).add(clause.leaf().json());
    }
    List<Json> mustNot = new ArrayList<>();
    for (QueryText.Phrase phrase : text.excluded()) {
      mustNot.add(exact(phrase).json());
    }
    return bool(
        Json.object()
            .put("should", should)
            .put("must", must)
            .put("must_not", mustNot)
            .put("minimum_should_match", must.isEmpty() ? 1 : 0));
  }

  /** The same clauses each under its number, for the passages with these ids. */
  static Json.Obj toExplanation(List<Clause> clauses, List<String> ids) {
    List<Json> should = new ArrayList<>();
    for (int i = 0; i < clauses.size(); i++) {
      should.add(clauses.get(i).leaf().named(Integer.toString(i)).json());
    }
    Json.Obj values = Json.object().put("values", IndexSettings.texts(ids)).build();
    Json.Obj filter = Json.object().put("ids", values).build();
    return bool(Json.object().put("filter", filter).put("should", should));
  }

  private static Json.Obj bool(JsonObjectBuilder clauses) {
    return Json.object().put("bool", clauses.build()).build();
  }

  private static Leaf term(String field, String term, BigDecimal weight) {
    return new Leaf("term", field, Json.object().put("value", term).put("boost", weight).build());
  }

  private static Leaf phrase(String terms, int slop, BigDecimal weight) {
    return new Leaf(
        "match_phrase",
        IndexSettings.ALL,
        Json.object()
            .put("query", terms)
            .put("analyzer", IndexSettings.TERMS)
            .put("slop", slop)
            .put("boost", weight)
            .build());
  }

  /** A word left out of a phrase keeps its position. */
  private static Leaf exact(QueryText.Phrase phrase) {
    if (phrase.terms().size() == 1) {
      return term(IndexSettings.ALL, phrase.terms().getFirst(), BigDecimal.ONE);
    }
    StringBuilder words = new StringBuilder();
    int next = phrase.positions().getFirst();
    for (int i = 0; i < phrase.terms().size(); i++) {
      for (; next < phrase.positions().get(i); next++) {
        words.append(IndexSettings.GAP_MARK).append(' ');
      }
      words.append(phrase.terms().get(i)).append(' ');
      next++;
    }
    return phrase(words.toString().strip(), 0, BigDecimal.ONE);
  }
}
