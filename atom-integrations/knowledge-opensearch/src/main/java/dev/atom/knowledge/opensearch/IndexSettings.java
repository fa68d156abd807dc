package dev.atom.knowledge.opensearch;

import dev.atom.json.Json;
import dev.atom.knowledge.engine.EnglishWords;
import java.math.BigDecimal;
import java.util.List;

/**
 * How an index is made: the same terms, lengths and weights as the embedded engine has, and a label
 * that says so.
 */
final class IndexSettings {
  static final String ALL = "all";
  static final String TITLE = "title";
  static final String TEXT = "text";

  /** Splits terms that were made already at spaces; {@link #GAP_MARK} is a position without one. */
  static final String TERMS = "atom_terms";

  /** No standard token is a lone underscore. */
  static final String GAP_MARK = "_";

  private static final int FORMAT = 1;
  private static final String ENGLISH = "atom_english";
  private static final String SIMILARITY = "atom_bm25";
  private static final BigDecimal SATURATION = new BigDecimal("1.2");
  private static final BigDecimal LENGTH_WEIGHT = new BigDecimal("0.75");

  private IndexSettings() {}

  static Json.Obj label() {
    return Json.object()
        .put("atom.knowledge.format", FORMAT)
        .put("atom.knowledge.analysis", EnglishWords.NAME)
        .build();
  }

  static Json.Obj body(int shards, int replicas) {
    Json.Obj index =
        Json.object().put("number_of_shards", shards).put("number_of_replicas", replicas).build();
    Json.Obj similarity =
        Json.object().put("type", "BM25").put("k1", SATURATION).put("b", LENGTH_WEIGHT).build();
    Json.Obj settings =
        Json.object()
            .put("index", index)
            .put("analysis", analysis())
            .put("similarity", Json.object().put(SIMILARITY, similarity).build())
            .build();
    return Json.object().put("settings", settings).put("mappings", mappings()).build();
  }

  private static Json.Obj analysis() {
    Json.Obj filters =
        Json.object()
            .put(
                "atom_possessive",
                Json.object().put("type", "stemmer").put("language", "possessive_english").build())
            .put("atom_stop", stop(EnglishWords.STOP_WORDS))
            .put("atom_gap", stop(List.of(GAP_MARK)))
            .build();
    Json.Obj analyzers =
        Json.object()
            .put(
                ENGLISH,
                analyzer(
                    "standard",
                    List.of("atom_possessive", "lowercase", "atom_stop", "porter_stem")))
            .put(TERMS, analyzer("whitespace", List.of("atom_gap")))
            .build();
    return Json.object().put("filter", filters).put("analyzer", analyzers).build();
  }

  private static Json.Obj stop(List<String> words) {
    return Json.object().put("type", "stop").put("stopwords", texts(words)).build();
  }

  private static Json.Obj analyzer(String tokenizer, List<String> filters) {
    return Json.object()
        .put("type", "custom")
        .put("tokenizer", tokenizer)
        .put("filter", texts(filters))
        .build();
  }

  static List<Json> texts(List<String> texts) {
    return texts.stream().map(Json::of).toList();
  }

  private static Json.Obj mappings() {
    Json.Obj text =
        Json.object().put("type", "text").put("index", false).put("copy_to", ALL).build();
    Json.Obj keyword = Json.object().put("type", "keyword").build();
    Json.Obj fields =
        Json.object()
            .put(TITLE, english().toBuilder().put("copy_to", ALL).build())
            .put(TEXT, text)
            .put(ALL, english().toBuilder().put("position_increment_gap", EnglishWords.GAP).build())
            .put(HeldDocument.KEY, keyword)
            .put(HeldDocument.FOLDER, keyword)
            .build();
    return Json.object()
        .put("dynamic", false)
        .put("_meta", label())
        .put("properties", fields)
        .build();
  }

  private static Json.Obj english() {
    return Json.object()
        .put("type", "text")
        .put("analyzer", ENGLISH)
        .put("similarity", SIMILARITY)
        .build();
  }
}
