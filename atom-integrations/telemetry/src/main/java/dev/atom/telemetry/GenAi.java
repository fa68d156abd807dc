package dev.atom.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * The names and buckets of OpenTelemetry's semantic conventions for generative AI, which are still in
 * development: when they change, this file does.
 *
 * <p>Source: open-telemetry/semantic-conventions-genai, client spans and client metrics.
 */
final class GenAi {
  static final String SCOPE = "dev.atom.telemetry";

  static final AttributeKey<String> OPERATION_NAME =
      AttributeKey.stringKey("gen_ai.operation.name");
  static final AttributeKey<String> PROVIDER_NAME = AttributeKey.stringKey("gen_ai.provider.name");
  static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
  static final AttributeKey<String> RESPONSE_MODEL =
      AttributeKey.stringKey("gen_ai.response.model");
  static final AttributeKey<List<String>> FINISH_REASONS =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
  static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.output_tokens");
  static final AttributeKey<String> TOKEN_TYPE = AttributeKey.stringKey("gen_ai.token.type");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  static final String CHAT = "chat";
  static final String INPUT = "input";
  static final String OUTPUT = "output";

  static final String DURATION = "gen_ai.client.operation.duration";
  static final String TOKEN_USAGE = "gen_ai.client.token.usage";
  static final String TIME_TO_FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk";

  static final List<Double> DURATION_BUCKETS =
      List.of(
          0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
  static final List<Long> TOKEN_BUCKETS =
      List.of(
          1L, 4L, 16L, 64L, 256L, 1024L, 4096L, 16384L, 65536L, 262144L, 1048576L, 4194304L,
          16777216L, 67108864L);

  private GenAi() {}

  /** Returns the conventions' name of a provider; where they have none, Atom's. */
  static String provider(String provider) {
    return switch (provider) {
      case "gemini" -> "gcp.gemini";
      case "azure" -> "azure.ai.openai";
      case "mistral" -> "mistral_ai";
      case "xai" -> "x_ai";
      default -> provider;
    };
  }
}
