package dev.atom.benchmarks.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a program needs on its class path to chat with OpenAI through each library. */
final class ClassPaths {
  private static final String OWN = "atom-benchmarks-clients";
  private static final double MEGABYTE = 1e6;

  private ClassPaths() {}

  static String table(List<Subject> subjects, Function<Subject, Path> folder) throws IOException {
    StringBuilder table =
        new StringBuilder("| library | jars to chat with OpenAI | MB |\n| --- | ---: | ---: |\n");
    for (Subject subject : subjects) {
      if (subject.protocols().contains(Protocol.CHAT)) {
        table.append(row(subject, folder.apply(subject)));
      }
    }
    return table.toString();
  }

  private static String row(Subject subject, Path folder) throws IOException {
    int count = 0;
    long bytes = 0;
    for (Path jar : Clients.jars(folder)) {
      String name = jar.getFileName().toString();
      if (!name.startsWith(OWN) && subject.notForOpenAi().stream().noneMatch(name::startsWith)) {
        count++;
        bytes += Files.size(jar);
      }
    }
    return String.format(
        Locale.ROOT, "| %s | %d | %.1f |%n", subject.name(), count, bytes / MEGABYTE);
  }
}
