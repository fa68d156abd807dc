package dev.atom.examples.quickstart;

import dev.atom.assistant.TurnRules;
import dev.atom.knowledge.SourceDocument;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that comes from outside, checked.
 *
 * @param dialogues what is said
 * @param rules what decides
 * @param documents the shipped documents; none if the user has a folder
 */
record Inputs(Dialogues dialogues, RuleSet rules, List<SourceDocument> documents) {
  private static final String DIALOGUES = "dialogues.json";
  private static final String RULES = "rules.json";

  static Inputs read(Options options) throws IOException {
    Dialogues dialogues =
        DialogueFile.read(name(options.dialogues, DIALOGUES), text(options.dialogues, DIALOGUES));
    RuleSet rules = RuleSet.of(List.of());
    if (options.rules.isPresent() || options.dialogues.isEmpty()) {
      rules = rules(name(options.rules, RULES), text(options.rules, RULES), dialogues);
    }
    if (options.documents.isPresent() && !Files.isDirectory(options.documents.get())) {
      throw new BadInput("--documents: " + options.documents.get() + " is not a folder");
    }
    return new Inputs(dialogues, rules, options.documents.isPresent() ? List.of() : shipped());
  }

  private static RuleSet rules(String name, String text, Dialogues dialogues) {
    JsonFile.Located located = JsonFile.locate(name, text);
    try {
      return RuleSet.parse(text, TurnRules.vocabulary(dialogues.schema()));
    } catch (InvalidRules e) {
      InvalidRules.Problem first = e.problems().get(0);
      throw located.wrong(first.path(), first.message());
    }
  }

  private static String name(Optional<Path> file, String shipped) {
    return file.map(Path::toString).orElse(shipped);
  }

  private static String text(Optional<Path> file, String shipped) throws IOException {
    if (file.isEmpty()) {
      return resource(shipped);
    }
    if (!Files.isRegularFile(file.get())) {
      throw new BadInput(file.get() + ": there is no such file");
    }
    try {
      return Files.readString(file.get());
    } catch (CharacterCodingException e) {
      throw new BadInput(file.get() + ": is not UTF-8");
    }
  }

  private static List<SourceDocument> shipped() throws IOException {
    List<String> names = resource("documents/list.txt").lines().toList();
    List<SourceDocument> documents = new java.util.ArrayList<>();
    for (String name : names) {
      documents.add(SourceDocument.markdown(name, resource("documents/" + name)));
    }
    return documents;
  }

  static String resource(String name) throws IOException {
    try (InputStream in = Inputs.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
