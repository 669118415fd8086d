using System.Text.Json.Serialization;

namespace Fashion.Keras.Configuration;

/// <summary>Source-generated JSON, so that trimming and AOT need no reflection.</summary>
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
internal sealed partial class ConfigJson : JsonSerializerContext;
