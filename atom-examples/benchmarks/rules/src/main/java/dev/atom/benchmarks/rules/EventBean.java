package dev.atom.benchmarks.rules;

import java.util.Map;

/** The event for engines that want a bean. */
public final class EventBean {
  private final Map<String, Object> event;
  private final String tier;
  private final String country;
  private final String channel;
  private final String language;
  private final String product;
  private final String status;
  private final String note;
  private final long amount;
  private final long age;
  private final long score;
  private final long items;
  private final boolean vip;

  EventBean(Map<String, Object> event) {
    this.event = event;
    tier = text("tier");
    country = text("country");
    channel = text("channel");
    language = text("language");
    product = text("product");
    status = text("status");
    note = text("note");
    amount = number("amount");
    age = number("age");
    score = number("score");
    items = number("items");
    vip = (Boolean) event.get("vip");
  }

  private String text(String field) {
    return (String) event.get(field);
  }

  private long number(String field) {
    return (Long) event.get(field);
  }

  public String getTier() {
    return tier;
  }

  public String getCountry() {
    return country;
  }

  public String getChannel() {
    return channel;
  }

  public String getLanguage() {
    return language;
  }

  public String getProduct() {
    return product;
  }

  public String getStatus() {
    return status;
  }

  public String getNote() {
    return note;
  }

  public long getAmount() {
    return amount;
  }

  public long getAge() {
    return age;
  }

  public long getScore() {
    return score;
  }

  public long getItems() {
    return items;
  }

  public boolean isVip() {
    return vip;
  }
}
