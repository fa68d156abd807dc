package dev.atom.knowledge;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * How well a knowledge base answers questions whose answers are known, by the definitions of
 * trec_eval, means over the questions. A document ranks where its best passage does.
 *
 * @param questions how many questions were asked
 * @param ndcgAt10 the discounted gain of the first ten documents against the best possible one, 0 to
 *     1; the gain is the grade
 * @param recallAt100 the share of the relevant documents that is among the first hundred, 0 to 1
 */
public record Evaluation(int questions, double ndcgAt10, double recallAt100) {
  private static final int TOP = 10;
  private static final int DEEP = 100;

  /** A document has several passages: enough of them for a hundred documents. */
  private static final int PASSAGES = 1_000;

  /**
   * A question and the documents that answer it.
   *
   * @param text the question in plain words
   * @param grades how relevant each document is, by id, 1 or more; documents not named are not
   */
  public record Question(String text, Map<String, Integer> grades) {
    /** Copies the map; refuses one without a relevant document. */
    public Question {
      grades = Map.copyOf(grades);
      if (grades.values().stream().noneMatch(grade -> grade > 0)) {
        throw new IllegalArgumentException(
            "no document answers '" + text + "'; leave the question out");
      }
    }
  }

  /**
   * Asks every question.
   *
   * @param base what is asked
   * @param questions the questions, at least one
   * @return the means
   */
  public static Evaluation of(KnowledgeBase base, Collection<Question> questions) {
    return of(base::search, questions);
  }

  /**
   * Asks another engine every question.
   *
   * @param search how it is asked, such as a knowledge base's {@code search}
   * @param questions the questions, at least one
   * @return the means
   */
  public static Evaluation of(
      Function<SearchRequest, SearchResult> search, Collection<Question> questions) {
    if (questions.isEmpty()) {
      throw new IllegalArgumentException("there is no question to evaluate with");
    }
    double gain = 0;
    double recall = 0;
    for (Question question : questions) {
      List<String> ranking = ranking(search, question.text());
      gain += ndcg(ranking, question.grades());
      recall += recall(ranking, question.grades());
    }
    return new Evaluation(questions.size(), gain / questions.size(), recall / questions.size());
  }

  private static List<String> ranking(
      Function<SearchRequest, SearchResult> search, String question) {
    Set<String> sources = new LinkedHashSet<>();
    for (SearchHit hit : search.apply(SearchRequest.question(question).limit(PASSAGES)).hits()) {
      sources.add(hit.passage().source());
    }
    return sources.stream().limit(DEEP).toList();
  }

  static double ndcg(List<String> ranking, Map<String, Integer> grades) {
    double gain = 0;
    for (int i = 0; i < Math.min(TOP, ranking.size()); i++) {
      gain += discounted(Math.max(0, grades.getOrDefault(ranking.get(i), 0)), i);
    }
    List<Integer> best =
        grades.values().stream().filter(g -> g > 0).sorted(Comparator.reverseOrder()).toList();
    double ideal = 0;
    for (int i = 0; i < Math.min(TOP, best.size()); i++) {
      ideal += discounted(best.get(i), i);
    }
    return gain / ideal;
  }

  private static double discounted(int grade, int rank) {
    return grade * Math.log(2) / Math.log(rank + 2.0);
  }

  static double recall(List<String> ranking, Map<String, Integer> grades) {
    long relevant = grades.values().stream().filter(grade -> grade > 0).count();
    long found = ranking.stream().filter(id -> grades.getOrDefault(id, 0) > 0).count();
    return found / (double) relevant;
  }
}
