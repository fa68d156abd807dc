package dev.atom.spring;

import dev.atom.model.ChatModel;
import dev.atom.providers.OpenAi;
import dev.atom.secret.KeySource;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Builds the model that the properties describe. */
final class OpenAiModel {
  private OpenAiModel() {}

  static ChatModel of(AtomProperties.Openai set, @Nullable KeySource keys, Clock clock) {
    String model = Settings.required(set.model(), AtomProperties.OPENAI_MODEL);
    OpenAi.Builder builder = OpenAi.newBuilder().model(model).clock(clock);
    requireReachable(set, model, keys);
    if (keys != null) {
      builder.keys(keys);
    }
    if (set.dialect() != null) {
      builder.dialect(dialect(set.dialect()));
    }
    if (set.baseUrl() != null) {
      address(builder, set.baseUrl());
    }
    if (set.provider() != null) {
      provider(builder, set.provider());
    }
    return builder.build();
  }

  private static void requireReachable(
      AtomProperties.Openai set, String model, @Nullable KeySource keys) {
    if (set.baseUrl() != null) {
      return;
    }
    if (set.provider() != null && !set.provider().equals("openai")) {
      throw SettingUnusable.value(
          AtomProperties.OPENAI_PROVIDER,
          set.provider(),
          "which has no address",
          "set " + AtomProperties.OPENAI_BASE_URL + " too");
    }
    if (keys == null) {
      throw SettingUnusable.value(
          AtomProperties.OPENAI_MODEL,
          model,
          "but nothing gives a key for OpenAI",
          "set "
              + AtomProperties.VAULT_PATH
              + " and "
              + AtomProperties.VAULT_KEY_FILE
              + ", or "
              + AtomProperties.KEYS_ENVIRONMENT
              + "=true, or define a bean of KeySource");
    }
  }

  private static OpenAi.Dialect dialect(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT).replace('_', '-')) {
      case "responses" -> OpenAi.Dialect.RESPONSES;
      case "chat-completions" -> OpenAi.Dialect.CHAT_COMPLETIONS;
      default ->
          throw SettingUnusable.value(
              AtomProperties.OPENAI_DIALECT,
              value,
              "which is no protocol of OpenAI's",
              "set responses or chat-completions");
    };
  }

  /** A wrong address is not repeated, nor is its cause: it may hold a password. */
  private static void address(OpenAi.Builder builder, String value) {
    try {
      builder.baseUrl(new URI(value.strip()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw SettingUnusable.hiddenValue(
          AtomProperties.OPENAI_BASE_URL,
          "is no address of a server",
          "set one with http or https and a host, without user, query and fragment");
    }
  }

  private static void provider(OpenAi.Builder builder, String value) {
    try {
      builder.provider(value);
    } catch (IllegalArgumentException e) {
      throw SettingUnusable.value(
          AtomProperties.OPENAI_PROVIDER,
          value,
          "which is no id of a provider",
          "set a lower-case one, such as local");
    }
  }
}
