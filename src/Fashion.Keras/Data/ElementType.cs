namespace Fashion.Keras.Data;

/// <summary>Element types of data that users bring.</summary>
internal enum ElementType { Single, Double, Byte, SByte, Int16, UInt16, Int32, Int64, Boolean, UInt32, UInt64, Half, Text }
