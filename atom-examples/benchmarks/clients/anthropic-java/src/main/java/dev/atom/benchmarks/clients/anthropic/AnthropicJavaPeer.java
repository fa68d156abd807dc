package dev.atom.benchmarks.clients.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import dev.atom.benchmarks.clients.Peer;
import dev.atom.benchmarks.clients.Question;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Anthropic's own client, blocking. */
final class AnthropicJavaPeer implements Peer {
  private static final String VERSION = "/v1";

  private final AnthropicClient client;

  AnthropicJavaPeer(URI base, int connections) {
    String address = base.toString();
    client =
        AnthropicOkHttpClient.builder()
            .baseUrl(address.substring(0, address.length() - VERSION.length()))
            .apiKey(Question.KEY)
            .maxRetries(0)
            .maxIdleConnections(connections)
            .keepAliveDuration(Duration.ofMinutes(5))
            .build();
  }

  private static MessageCreateParams message() {
    return MessageCreateParams.builder()
        .model(Question.MODEL)
        .maxTokens(Question.MOST_TOKENS)
        .system(Question.SYSTEM)
        .addUserMessage(Question.TEXT)
        .build();
  }

  @Override
  public String chat() {
    return client.messages().create(message()).content().stream()
        .flatMap(block -> block.text().stream())
        .map(text -> text.text())
        .collect(Collectors.joining());
  }

  @Override
  public void stream(Consumer<String> token) {
    try (StreamResponse<RawMessageStreamEvent> stream =
        client.messages().createStreaming(message())) {
      stream.stream()
          .flatMap(event -> event.contentBlockDelta().stream())
          .flatMap(event -> event.delta().text().stream())
          .forEach(text -> token.accept(text.text()));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
