package dev.atom.benchmarks.clients.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import dev.atom.benchmarks.clients.Peer;
import dev.atom.benchmarks.clients.Protocol;
import dev.atom.benchmarks.clients.Question;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** OpenAI's own client, blocking. */
final class OpenAiJavaPeer implements Peer {
  private final OpenAIClient client;
  private final boolean responses;

  OpenAiJavaPeer(Protocol protocol, URI base, int connections) {
    responses = protocol == Protocol.RESPONSES;
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(base.toString())
            .apiKey(Question.KEY)
            .maxRetries(0)
            .maxIdleConnections(connections)
            .keepAliveDuration(Duration.ofMinutes(5))
            .build();
  }

  private static ChatCompletionCreateParams completion() {
    return ChatCompletionCreateParams.builder()
        .model(Question.MODEL)
        .addSystemMessage(Question.SYSTEM)
        .addUserMessage(Question.TEXT)
        .build();
  }

  private static ResponseCreateParams response() {
    return ResponseCreateParams.builder()
        .model(Question.MODEL)
        .instructions(Question.SYSTEM)
        .input(Question.TEXT)
        .build();
  }

  @Override
  public String chat() {
    return responses
        ? client.responses().create(response()).output().stream()
            .flatMap(item -> item.message().stream())
            .flatMap(message -> message.content().stream())
            .flatMap(content -> content.outputText().stream())
            .map(text -> text.text())
            .collect(Collectors.joining())
        : client
            .chat()
            .completions()
            .create(completion())
            .choices()
            .get(0)
            .message()
            .content()
            .orElse("");
  }

  @Override
  public void stream(Consumer<String> token) {
    if (responses) {
      try (StreamResponse<ResponseStreamEvent> stream =
          client.responses().createStreaming(response())) {
        stream.stream()
            .forEach(event -> event.outputTextDelta().ifPresent(d -> token.accept(d.delta())));
      }
    } else {
      try (StreamResponse<ChatCompletionChunk> stream =
          client.chat().completions().createStreaming(completion())) {
        stream.stream()
            .flatMap(chunk -> chunk.choices().stream())
            .forEach(choice -> choice.delta().content().ifPresent(token));
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
