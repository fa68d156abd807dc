package dev.atom.spring;

import dev.atom.model.ChatModel;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Protocol;
import dev.atom.providers.Provider;
import dev.atom.secret.KeySource;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Builds the model that the properties describe. */
final class OpenAiModel {
  private OpenAiModel() {}

  static ChatModel of(AtomProperties.Openai set, @Nullable KeySource keys, Clock clock) {
    String model = Settings.required(set.model(), AtomProperties.OPENAI_MODEL);
    requireReachable(set, model, keys);
    Profile.Builder profile = profile(set);
    if (set.baseUrl() != null) {
      address(profile, set.baseUrl());
    }
    Provider.Builder provider =
        Provider.newBuilder(profile.build())
            .keys(keys == null ? KeySource.none() : keys)
            .clock(clock);
    return provider.build().chat(model);
  }

  /** A server with an id of its own is a compatible one, to which OpenAI's habits don't apply. */
  private static Profile.Builder profile(AtomProperties.Openai set) {
    Protocol protocol = set.dialect() == null ? Protocol.OPENAI_RESPONSES : protocol(set.dialect());
    Profile openAi =
        protocol == Protocol.OPENAI_RESPONSES
            ? Profiles.openAi()
            : Profiles.openAiChatCompletions();
    boolean elsewhere = set.baseUrl() != null;
    if (set.provider() == null || set.provider().equals("openai")) {
      return openAi.toBuilder().keyRequired(!elsewhere);
    }
    try {
      return Profile.newBuilder(set.provider(), protocol, openAi.base())
          .keyRequired(!elsewhere)
          .capabilities(openAi.capabilities());
    } catch (IllegalArgumentException e) {
      throw SettingUnusable.value(
          AtomProperties.OPENAI_PROVIDER,
          set.provider(),
          "which is no id of a provider",
          "set a lower-case one, such as local");
    }
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

  private static Protocol protocol(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT).replace('_', '-')) {
      case "responses" -> Protocol.OPENAI_RESPONSES;
      case "chat-completions" -> Protocol.OPENAI_CHAT_COMPLETIONS;
      default ->
          throw SettingUnusable.value(
              AtomProperties.OPENAI_DIALECT,
              value,
              "which is no protocol of OpenAI's",
              "set responses or chat-completions");
    };
  }

  /** A wrong address is not repeated, nor is its cause: it may hold a password. */
  private static void address(Profile.Builder builder, String value) {
    try {
      builder.base(value.strip());
    } catch (IllegalArgumentException e) {
      throw SettingUnusable.hiddenValue(
          AtomProperties.OPENAI_BASE_URL,
          "is no address of a server",
          "set one with http or https and a host, without user, query and fragment");
    }
  }
}
