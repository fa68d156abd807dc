package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Events that nobody makes text of make no garbage. */
class EventAllocationTest {
  private static final int EVENTS = 20_000;
  private static final int PIECE = 8192;

  @Test
  void eventsAsBytesTakeNoMemoryEach() {
    assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean);
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    String json = "{\"type\":\"response.output_text.delta\",\"delta\":\"wörd\"}";
    String named = "event: response.output_text.delta\r\ndata: " + json + "\r\n\r\n";
    for (EventParser parser :
        List.of(
            new ServerSentEventParser(1 << 20),
            new JsonLinesParser(1 << 20),
            new JsonArrayParser(1 << 20))) {
      String one =
          parser instanceof ServerSentEventParser
              ? named
              : json + (parser instanceof JsonLinesParser ? "\n" : ",\n");
      String text = (parser instanceof JsonArrayParser ? "[" : "") + one.repeat(EVENTS);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      AtomicInteger seen = new AtomicInteger();
      EventSink sink = (type, data, from, to, complete) -> seen.incrementAndGet();
      // What a parser needs for itself it has after the first pieces.
      parser.feed(bytes, 0, 5 * PIECE, sink);
      long before = memory.getCurrentThreadAllocatedBytes();
      for (int i = 5 * PIECE; i < bytes.length; i += PIECE) {
        parser.feed(bytes, i, Math.min(bytes.length, i + PIECE), sink);
      }
      long taken = memory.getCurrentThreadAllocatedBytes() - before;
      assertThat(seen).hasValue(EVENTS);
      assertThat(taken).as(parser.getClass().getSimpleName()).isLessThan(2L * EVENTS);
    }
  }
}
