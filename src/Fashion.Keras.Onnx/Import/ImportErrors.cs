using Fashion.Keras.Onnx.Protocol;
using Google.Protobuf;

namespace Fashion.Keras.Onnx.Import;

/// <summary>Whatever is wrong with a file comes out as one kind of exception that names the file.</summary>
internal static class ImportErrors
{
    /// <summary>Reads something of a file.</summary>
    public static T Named<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ModelFormatException e)
        {
            throw new ModelFormatException($"{path}: {e.Message}", e) { Path = path };
        }
        catch (NotSupportedException e)
        {
            throw new NotSupportedException($"{path}: {e.Message}", e);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ModelFormatException($"{path} is no ONNX file, or it is damaged: {e.Message}", e) { Path = path };
        }
        // Shapes, places and numbers in a file may be anything; what does not fit together answers with one of these.
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or OverflowException or IndexOutOfRangeException
            or KeyNotFoundException or FormatException or InvalidDataException or DivideByZeroException or InsufficientMemoryException)
        {
            throw new ModelFormatException($"{path}: something in the file does not fit together: {e.Message}", e) { Path = path };
        }
    }

    /// <summary>Something in a file that does not fit together.</summary>
    public static ModelFormatException Damaged(string what) => new(what);

    /// <summary>What messages call a node.</summary>
    public static string Label(NodeProto node) =>
        $"node '{Short(node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? "")}' ({Short(node.OpType)})";

    /// <summary>A text of a file in a message.</summary>
    public static string Short(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
