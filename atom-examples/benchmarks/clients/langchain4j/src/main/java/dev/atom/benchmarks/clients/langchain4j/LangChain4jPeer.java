package dev.atom.benchmarks.clients.langchain4j;

import dev.atom.benchmarks.clients.Peer;
import dev.atom.benchmarks.clients.Protocol;
import dev.atom.benchmarks.clients.Question;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** LangChain4j with the JDK's HTTP client, its default, whose pool has no limit. */
final class LangChain4jPeer implements Peer {
  private final ChatModel model;
  private final StreamingChatModel streaming;

  LangChain4jPeer(Protocol protocol, URI base) {
    boolean anthropic = protocol == Protocol.MESSAGES;
    model = anthropic ? anthropic(base.toString()) : openAi(base.toString());
    streaming = anthropic ? anthropicStream(base.toString()) : openAiStream(base.toString());
  }

  private static ChatModel openAi(String base) {
    return OpenAiChatModel.builder()
        .baseUrl(base)
        .apiKey(Question.KEY)
        .modelName(Question.MODEL)
        .maxRetries(0)
        .build();
  }

  private static StreamingChatModel openAiStream(String base) {
    return OpenAiStreamingChatModel.builder()
        .baseUrl(base)
        .apiKey(Question.KEY)
        .modelName(Question.MODEL)
        .build();
  }

  private static ChatModel anthropic(String base) {
    return AnthropicChatModel.builder()
        .baseUrl(base)
        .apiKey(Question.KEY)
        .modelName(Question.MODEL)
        .maxTokens(Question.MOST_TOKENS)
        .maxRetries(0)
        .build();
  }

  private static StreamingChatModel anthropicStream(String base) {
    return AnthropicStreamingChatModel.builder()
        .baseUrl(base)
        .apiKey(Question.KEY)
        .modelName(Question.MODEL)
        .maxTokens(Question.MOST_TOKENS)
        .build();
  }

  private static List<ChatMessage> messages() {
    return List.of(SystemMessage.from(Question.SYSTEM), UserMessage.from(Question.TEXT));
  }

  @Override
  public String chat() {
    return model.chat(messages()).aiMessage().text();
  }

  @Override
  public void stream(Consumer<String> token) throws Exception {
    CompletableFuture<ChatResponse> done = new CompletableFuture<>();
    streaming.chat(
        messages(),
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String text) {
            token.accept(text);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            done.complete(response);
          }

          @Override
          public void onError(Throwable error) {
            done.completeExceptionally(error);
          }
        });
    done.get();
  }

  @Override
  public void close() {
    // Nothing can be closed.
  }
}
