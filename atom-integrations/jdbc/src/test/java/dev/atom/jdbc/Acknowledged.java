package dev.atom.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@link WriterProcess}es were told to be durable, in the order in which they died. */
final class Acknowledged {
  final List<Appended> appends = new ArrayList<>();

  /** Jobs by name and kind, with the number of the process that began them last. */
  final Map<String, Integer> ran = new HashMap<>();

  final Set<String> done = new HashSet<>();

  /** Jobs that were said to be done twice, or begun by a process after they were done in another. */
  final List<String> doubled = new ArrayList<>();

  private final Map<String, Integer> doneIn = new HashMap<>();

  /** An append's id, its subject's id and version afterwards. */
  record Appended(String id, String subject, long version) {}

  /** Takes a line in; the last one of a process that was killed may be cut off. */
  void add(int process, String line) {
    String[] parts = line.split(" ", -1);
    if (!parts[parts.length - 1].equals(".")) {
      return;
    }
    if (parts[0].equals("ack")) {
      appends.add(new Appended(parts[1], parts[2], Long.parseLong(parts[3])));
      return;
    }
    String job = parts[2] + " " + parts[1];
    if (parts[0].equals("ran")) {
      ran.put(job, process);
      if (doneIn.getOrDefault(job, process) < process) {
        doubled.add(job);
      }
    } else {
      doneIn.put(job, process);
      if (!done.add(job)) {
        doubled.add(job);
      }
    }
  }
}
