package dev.atom.providers.fuzz;

import dev.atom.json.Json;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.fuzz.PlayedTransport.Answer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What never was an answer is read or refused as well; the {@link Fuzzer} checks each. */
class FuzzProperties {
  private static final Fuzzer FUZZER = new Fuzzer();
  private static final List<Subject> SUBJECTS = Subjects.all();
  private static final List<String> NAMES = names();

  static {
    SUBJECTS.forEach(FUZZER::warmUp);
  }

  /** The names of all members that providers were seen to send, which readers look for. */
  private static List<String> names() {
    Set<String> names = new TreeSet<>();
    Recordings.all()
        .forEach(
            exchange -> {
              byte[] body = exchange.bodyBytes();
              Spans.of(body)
                  .names()
                  .forEach(
                      name -> {
                        int length = Math.max(0, name.to() - name.from() - 2);
                        names.add(
                            new String(body, name.from() + 1, length, StandardCharsets.UTF_8));
                      });
            });
    return List.copyOf(names);
  }

  @Provide
  Arbitrary<Subject> subjects() {
    return Arbitraries.of(SUBJECTS);
  }

  /** A value up to some levels deep, always the same for one seed. */
  private static Json json(Random random, int levels) {
    return switch (random.nextInt(levels > 0 ? 11 : 7)) {
      case 0 -> Json.NULL;
      case 1 -> Json.of(random.nextBoolean());
      case 2 -> Json.of("");
      case 3 -> Json.of(random.nextLong() >> random.nextInt(64));
      case 4 -> Json.of(BigDecimal.valueOf(random.nextLong(), random.nextInt()));
      case 5, 6 -> Json.of(NAMES.get(random.nextInt(NAMES.size())));
      case 7 ->
          Json.array(
              Stream.generate(() -> json(random, levels - 1)).limit(random.nextInt(4)).toList());
      default -> {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
          members.put(NAMES.get(random.nextInt(NAMES.size())), json(random, levels - 1));
        }
        yield new Json.Obj(members);
      }
    };
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void anyBytesAreReadOrRefused(@ForAll("subjects") Subject subject, @ForAll byte[] bytes) {
    Answer recorded = subject.answer();
    FUZZER.read(subject, new Answer(recorded.status(), recorded.headers(), bytes));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void anyJsonIsReadOrRefused(@ForAll("subjects") Subject subject, @ForAll long seed) {
    Json json = json(new Random(seed), 5);
    for (String body : List.of(json + "", "data: " + json + "\n\n", json + "\n" + json + "\n")) {
      Answer recorded = subject.answer();
      Map<String, String> headers = recorded.headers();
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      FUZZER.read(subject, new Answer(recorded.status(), headers, bytes));
    }
  }
}
