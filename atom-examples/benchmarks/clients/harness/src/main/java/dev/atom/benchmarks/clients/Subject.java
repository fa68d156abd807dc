package dev.atom.benchmarks.clients;

import java.util.List;
import java.util.Set;

/**
 * A library to be measured.
 *
 * @param name in the table
 * @param folder where it is built, beside the harness
 * @param protocols what it speaks
 * @param notForOpenAi beginnings of jars that a program which talks to OpenAI alone would not have
 */
record Subject(String name, String folder, Set<Protocol> protocols, List<String> notForOpenAi) {
  static final String FLOOR = "bare OkHttp";

  static final List<Subject> ALL =
      List.of(
          new Subject(FLOOR, "bare", Set.of(Protocol.values()), List.of()),
          new Subject("Atom", "atom", Set.of(Protocol.values()), List.of()),
          new Subject(
              "LangChain4j",
              "langchain4j",
              Set.of(Protocol.CHAT, Protocol.MESSAGES),
              List.of("langchain4j-anthropic")),
          new Subject(
              "Spring AI",
              "spring-ai",
              Set.of(Protocol.CHAT, Protocol.MESSAGES),
              List.of("spring-ai-anthropic", "anthropic-java", "standardwebhooks")),
          new Subject(
              "openai-java", "openai-java", Set.of(Protocol.CHAT, Protocol.RESPONSES), List.of()),
          new Subject("anthropic-java", "anthropic-java", Set.of(Protocol.MESSAGES), List.of()));
}
