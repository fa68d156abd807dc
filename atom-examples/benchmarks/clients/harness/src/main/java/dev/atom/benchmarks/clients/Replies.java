package dev.atom.benchmarks.clients;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the server answers, as bytes of each protocol. */
final class Replies {
  /** The whole reply's text: 650 characters, so that the reply is of about 1.5 KB. */
  static final String WHOLE =
      "Thank you for waiting. Your parcel left our house on Monday at 10:42 and reached the depot "
          .repeat(7)
          .strip();

  private static final String CHUNK =
      """
      data: {"id":"chatcmpl-CZx8k2n5JpQh7sT1vW4yB6dF","object":"chat.completion.chunk",\
      "created":1767225600,"model":"gpt-5.4-2026-03-05","service_tier":"default",\
      "system_fingerprint":"fp_8f3a1c2b4d","choices":[%s],"usage":%s}

      """;

  private Replies() {}

  /** The text of the token of this number, from 0. */
  static String token(int number) {
    return " word" + number % 10;
  }

  static byte[] whole(Protocol protocol) {
    return bytes(
        switch (protocol) {
          case CHAT ->
              """
              {"id":"chatcmpl-CZx8k2n5JpQh7sT1vW4yB6dF","object":"chat.completion",\
              "created":1767225600,"model":"gpt-5.4-2026-03-05","choices":[{"index":0,\
              "message":{"role":"assistant","content":"%s","refusal":null,"annotations":[]},\
              "logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":34,\
              "completion_tokens":148,"total_tokens":182,"prompt_tokens_details":\
              {"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":\
              {"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,\
              "rejected_prediction_tokens":0}},"service_tier":"default",\
              "system_fingerprint":"fp_8f3a1c2b4d"}"""
                  .formatted(WHOLE);
          case RESPONSES -> response("completed", item("completed", WHOLE), responseUsage(148));
          case MESSAGES ->
              message("{\"type\":\"text\",\"text\":\"" + WHOLE + "\"}", "\"end_turn\"");
        });
  }

  /** The pieces of a stream: what comes with the first token, each token, and with the last the end. */
  static List<byte[]> stream(Protocol protocol, int tokens) {
    List<String> pieces = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < tokens; i++) {
      pieces.add(delta(protocol, token(i), i));
      text.append(token(i));
    }
    pieces.set(0, head(protocol) + pieces.get(0));
    pieces.set(tokens - 1, pieces.get(tokens - 1) + tail(protocol, text.toString(), tokens));
    return pieces.stream().map(Replies::bytes).toList();
  }

  private static String delta(Protocol protocol, String token, int number) {
    return switch (protocol) {
      case CHAT -> CHUNK.formatted(choice("{\"content\":\"" + token + "\"}", "null"), "null");
      case RESPONSES ->
          event(
              "response.output_text.delta",
              "\"sequence_number\":%d,%s,\"delta\":\"%s\",\"logprobs\":[]"
                  .formatted(number + 4, place(), token));
      case MESSAGES ->
          event(
              "content_block_delta",
              "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + token + "\"}");
    };
  }

  private static String head(Protocol protocol) {
    return switch (protocol) {
      case CHAT ->
          CHUNK.formatted(
              choice("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"), "null");
      case RESPONSES ->
          event("response.created", "\"sequence_number\":0,\"response\":" + started())
              + event("response.in_progress", "\"sequence_number\":1,\"response\":" + started())
              + event(
                  "response.output_item.added",
                  "\"sequence_number\":2,\"output_index\":0,\"item\":"
                      + "{\"id\":\"msg_0a1b2c3d4e5f\",\"type\":\"message\",\"status\":"
                      + "\"in_progress\",\"content\":[],\"role\":\"assistant\"}")
              + event(
                  "response.content_part.added",
                  "\"sequence_number\":3," + place() + ",\"part\":" + part(""));
      case MESSAGES ->
          event("message_start", "\"message\":" + message("", "null"))
              + event(
                  "content_block_start",
                  "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
    };
  }

  private static String tail(Protocol protocol, String text, int tokens) {
    int next = tokens + 4;
    return switch (protocol) {
      case CHAT ->
          CHUNK.formatted(choice("{}", "\"stop\""), "null")
              + CHUNK.formatted(
                  "",
                  "{\"prompt_tokens\":34,\"completion_tokens\":%d,\"total_tokens\":%d}"
                      .formatted(tokens, tokens + 34))
              + "data: [DONE]\n\n";
      case RESPONSES ->
          event(
                  "response.output_text.done",
                  "\"sequence_number\":%d,%s,\"text\":\"%s\",\"logprobs\":[]"
                      .formatted(next, place(), text))
              + event(
                  "response.content_part.done",
                  "\"sequence_number\":%d,%s,\"part\":%s".formatted(next + 1, place(), part(text)))
              + event(
                  "response.output_item.done",
                  "\"sequence_number\":%d,\"output_index\":0,\"item\":%s"
                      .formatted(next + 2, item("completed", text)))
              + event(
                  "response.completed",
                  "\"sequence_number\":%d,\"response\":%s"
                      .formatted(
                          next + 3,
                          response("completed", item("completed", text), responseUsage(tokens))));
      case MESSAGES ->
          event("content_block_stop", "\"index\":0")
              + event(
                  "message_delta",
                  "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                      + "\"usage\":{\"output_tokens\":%d}".formatted(tokens))
              + event("message_stop", "");
    };
  }

  private static String choice(String delta, String finish) {
    return "{\"index\":0,\"delta\":%s,\"logprobs\":null,\"finish_reason\":%s}"
        .formatted(delta, finish);
  }

  private static String event(String type, String members) {
    String rest = members.isEmpty() ? "" : "," + members;
    return "event: %s\ndata: {\"type\":\"%s\"%s}\n\n".formatted(type, type, rest);
  }

  private static String place() {
    return "\"item_id\":\"msg_0a1b2c3d4e5f\",\"output_index\":0,\"content_index\":0";
  }

  private static String part(String text) {
    return "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\""
        + text
        + "\"}";
  }

  private static String item(String status, String text) {
    return "{\"id\":\"msg_0a1b2c3d4e5f\",\"type\":\"message\",\"status\":\"%s\",\"content\":[%s],"
            .formatted(status, part(text))
        + "\"role\":\"assistant\"}";
  }

  private static String started() {
    return response("in_progress", "", "null");
  }

  private static String response(String status, String items, String usage) {
    return """
      {"id":"resp_0a1b2c3d4e5f60718293a4b5c6d7e8f9","object":"response","created_at":1767225600,\
      "status":"%s","background":false,"error":null,"incomplete_details":null,"instructions":null,\
      "max_output_tokens":null,"model":"gpt-5.4-2026-03-05","output":[%s],\
      "parallel_tool_calls":true,"previous_response_id":null,\
      "reasoning":{"effort":"none","summary":null},"service_tier":"default","store":false,\
      "temperature":1.0,"text":{"format":{"type":"text"},"verbosity":"medium"},\
      "tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","usage":%s,\
      "user":null,"metadata":{}}"""
        .formatted(status, items, usage);
  }

  private static String responseUsage(int tokens) {
    return "{\"input_tokens\":34,\"input_tokens_details\":{\"cached_tokens\":0},"
        + "\"output_tokens\":%d,\"output_tokens_details\":{\"reasoning_tokens\":0},"
            .formatted(tokens)
        + "\"total_tokens\":%d}".formatted(tokens + 34);
  }

  private static String message(String content, String stop) {
    return "{\"id\":\"msg_01XFDUDYJgAACzvnptvVoYEL\",\"type\":\"message\",\"role\":\"assistant\","
        + "\"model\":\"claude-sonnet-5\",\"content\":[%s],\"stop_reason\":%s,"
            .formatted(content, stop)
        + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":34,"
        + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
        + "\"output_tokens\":148,\"service_tier\":\"standard\"}}";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
