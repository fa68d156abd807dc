package dev.atom.knowledge.opensearch;

import dev.atom.json.Json;
import dev.atom.knowledge.Evaluation;
import dev.atom.knowledge.SourceDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents, questions and judgements from {@code corpus.jsonl}, {@code queries.tsv}, {@code qrels.tsv}. */
record JudgedCollection(List<SourceDocument> documents, List<Evaluation.Question> questions) {
  static JudgedCollection read(Path folder) throws IOException {
    List<SourceDocument> documents = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("corpus.jsonl"))) {
      Json.Obj document = Json.parseObject(line);
      documents.add(
          SourceDocument.plain(string(document, "id"), string(document, "text"))
              .title(string(document, "title")));
    }
    Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
    for (String line : Files.readAllLines(folder.resolve("qrels.tsv"))) {
      String[] judgement = line.split("\t");
      grades
          .computeIfAbsent(judgement[0], query -> new LinkedHashMap<>())
          .put(judgement[1], Integer.valueOf(judgement[2]));
    }
    List<Evaluation.Question> questions = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("queries.tsv"))) {
      String[] query = line.split("\t", 2);
      if (grades.containsKey(query[0])) {
        questions.add(new Evaluation.Question(query[1], grades.get(query[0])));
      }
    }
    return new JudgedCollection(documents, questions);
  }

  private static String string(Json.Obj object, String name) {
    return object.text(name).orElse("");
  }
}
