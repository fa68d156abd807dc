package dev.atom.benchmarks.clients.springai;

import dev.atom.benchmarks.clients.Peer;
import dev.atom.benchmarks.clients.Protocol;
import dev.atom.benchmarks.clients.Question;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/** Spring AI's chat models, without a Spring context; they are built upon the vendors' clients. */
final class SpringAiPeer implements Peer {
  private static final String VERSION = "/v1";

  private static final Duration KEPT = Duration.ofMinutes(5);

  private final ChatModel model;

  SpringAiPeer(Protocol protocol, URI base, int connections) {
    model =
        protocol == Protocol.MESSAGES
            ? anthropic(base.toString(), connections)
            : openAi(base.toString(), connections);
  }

  private static ChatModel openAi(String base, int connections) {
    OpenAiChatOptions options =
        OpenAiChatOptions.builder()
            .baseUrl(base)
            .apiKey(Question.KEY)
            .model(Question.MODEL)
            .maxRetries(0)
            .build();
    return OpenAiChatModel.builder()
        .options(options)
        .httpClientBuilderCustomizer(
            client -> client.maxIdleConnections(connections).keepAliveDuration(KEPT))
        .build();
  }

  private static ChatModel anthropic(String base, int connections) {
    AnthropicChatOptions options =
        AnthropicChatOptions.builder()
            .baseUrl(base.substring(0, base.length() - VERSION.length()))
            .apiKey(Question.KEY)
            .model(Question.MODEL)
            .maxTokens(Question.MOST_TOKENS)
            .maxRetries(0)
            .build();
    return AnthropicChatModel.builder()
        .options(options)
        .httpClientBuilderCustomizer(
            client -> client.maxIdleConnections(connections).keepAliveDuration(KEPT))
        .build();
  }

  private static Prompt prompt() {
    return new Prompt(List.of(new SystemMessage(Question.SYSTEM), new UserMessage(Question.TEXT)));
  }

  @Override
  public String chat() {
    return Optional.ofNullable(model.call(prompt()).getResult())
        .map(result -> result.getOutput().getText())
        .orElse("");
  }

  @Override
  public void stream(Consumer<String> token) {
    model.stream(prompt())
        .doOnNext(
            response ->
                response
                    .getResults()
                    .forEach(
                        result -> {
                          String text = result.getOutput().getText();
                          if (text != null) {
                            token.accept(text);
                          }
                        }))
        .blockLast();
  }

  @Override
  public void close() {
    // Nothing can be closed.
  }
}
