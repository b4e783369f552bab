package com.fasterxml.jackson.databind;

/// Stands for Jackson 2, which is not among our libraries: something for the fixture to depend on.
public final class ObjectMapper {}
