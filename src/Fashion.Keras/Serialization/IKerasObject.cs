namespace Fashion.Keras.Serialization;

/// <summary>Something that Keras writes into a file as class name and constructor arguments.</summary>
public interface IKerasObject
{
    /// <summary>Keras's class name: <c>Dense</c>, <c>GlorotUniform</c>.</summary>
    string ClassName { get; }

    /// <summary>Keras's module of the class: <c>keras.layers</c>. Null for classes of your own.</summary>
    string? Module { get; }

    /// <summary>The registered name (<c>package&gt;Name</c>) of a class of your own; null for Keras's classes.</summary>
    string? RegisteredName => Module is null ? RegisterSerializableAttribute.NameOf(GetType()) : null;

    /// <summary>Writes the constructor arguments under Keras's names.</summary>
    /// <param name="config">Where to write.</param>
    void WriteConfig(ConfigWriter config);
}
