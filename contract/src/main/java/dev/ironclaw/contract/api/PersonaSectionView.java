package dev.ironclaw.contract.api;

/// One of the three documents that say who an agent is.
///
/// @param key `identity`, `soul` or `instructions`
/// @param filename as a folder of documents names it
/// @param maxBytes of UTF-8
public record PersonaSectionView(String key, String title, String filename, String placeholder, String help,
    int maxBytes) {}
