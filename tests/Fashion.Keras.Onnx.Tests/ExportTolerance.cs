namespace Fashion.Keras.Onnx.Tests;

/// <summary>How near the numbers of a file are to those of the model.</summary>
internal static class ExportTolerance
{
    private static readonly HashSet<string> Loose = ["LSTM", "GRU", "SimpleRNN", "RNN", "LSTMCell", "GRUCell", "SimpleRNNCell",
        "StackedRNNCells", "Bidirectional", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "TimeDistributed", "Resizing", "UpSampling2D"];

    /// <summary>1e-5, absolute and relative; 1e-4 for layers that carry a state on, and for those that resize images.</summary>
    public static double Of(string className) => Loose.Contains(className) ? 1e-4 : 1e-5;
}
