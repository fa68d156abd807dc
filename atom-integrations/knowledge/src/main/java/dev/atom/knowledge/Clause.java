package dev.atom.knowledge;

import dev.atom.knowledge.SearchHit.Reason;
import dev.atom.knowledge.engine.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** A part of a query that adds to the score, so that a score can be told apart again. */
record Clause(Reason reason, String words, Query query) {
  private static final float TITLE_WEIGHT = 0.3f;
  private static final float ADJACENT_WEIGHT = 0.1f;
  private static final float NEAR_WEIGHT = 0.05f;
  private static final int NEAR = 8;

  /** What finds passages: each word in the text or the title, and the phrases. */
  static List<Clause> finding(QueryText text) {
    List<Clause> clauses = new ArrayList<>();
    for (Map.Entry<String, Integer> word : text.words().entrySet()) {
      String term = word.getKey();
      float said = word.getValue();
      clauses.add(new Clause(Reason.WORD, term, boost(term(StoredForm.ALL, term), said)));
      clauses.add(
          new Clause(Reason.TITLE, term, boost(term(StoredForm.TITLE, term), said * TITLE_WEIGHT)));
    }
    for (QueryText.Phrase phrase : text.required()) {
      clauses.add(new Clause(Reason.PHRASE, String.join(" ", phrase.terms()), query(phrase)));
    }
    return clauses;
  }

  /** What tells better passages from worse ones: words that keep together. */
  static List<Clause> refining(QueryText text) {
    List<Clause> clauses = new ArrayList<>();
    for (List<String> pair : text.pairs()) {
      String words = String.join(" ", pair);
      String[] terms = pair.toArray(String[]::new);
      Query adjacent = new PhraseQuery(StoredForm.ALL, terms);
      Query near = new PhraseQuery(NEAR, StoredForm.ALL, terms);
      clauses.add(new Clause(Reason.NEXT_TO_EACH_OTHER, words, boost(adjacent, ADJACENT_WEIGHT)));
      clauses.add(new Clause(Reason.NEAR, words, boost(near, NEAR_WEIGHT)));
    }
    return clauses;
  }

  /** All clauses as one query; phrases must match and what is excluded must not. */
  static Query toQuery(List<Clause> clauses, QueryText text) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (Clause clause : clauses) {
      all.add(clause.query(), clause.reason() == Reason.PHRASE ? Occur.MUST : Occur.SHOULD);
    }
    for (QueryText.Phrase phrase : text.excluded()) {
      all.add(query(phrase), Occur.MUST_NOT);
    }
    return all.build();
  }

  private static Query query(QueryText.Phrase phrase) {
    if (phrase.terms().size() == 1) {
      return term(StoredForm.ALL, phrase.terms().getFirst());
    }
    PhraseQuery.Builder words = new PhraseQuery.Builder();
    for (int i = 0; i < phrase.terms().size(); i++) {
      words.add(new Term(StoredForm.ALL, phrase.terms().get(i)), phrase.positions().get(i));
    }
    return words.build();
  }

  private static Query term(String field, String term) {
    return new TermQuery(new Term(field, term));
  }

  private static Query boost(Query query, float weight) {
    return weight == 1 ? query : new BoostQuery(query, weight);
  }
}
