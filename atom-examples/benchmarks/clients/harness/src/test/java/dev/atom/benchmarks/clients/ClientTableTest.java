package dev.atom.benchmarks.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientTableTest {
  @Test
  void comparesEachFigureWithTheFloorAndShowsWhatFailed() {
    Map<String, Map<String, Double>> medians = new LinkedHashMap<>();
    medians.put(Subject.FLOOR, Map.of("p50", 100.0, "bytes1", 10_000.0));
    medians.put("Atom", Map.of("p50", 150.0));

    String table = ClientTable.markdown(Protocol.CHAT, medians);

    assertThat(table.lines())
        .startsWith("| CHAT | bare OkHttp | Atom |", "| --- | ---: | ---: |")
        .contains("| a call, median, µs | 100 | 150 (1.50) |")
        .contains("| allocated a call, KB | 10.0 | failed |");
  }
}
