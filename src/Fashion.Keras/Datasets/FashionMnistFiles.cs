namespace Fashion.Keras.Datasets;

/// <summary>Names, checksums and addresses of Fashion-MNIST's four files.</summary>
internal static class FashionMnistFiles
{
    public static DatasetArchive Archive { get; } = new(
        Name: "Fashion-MNIST",
        Folder: "fashion-mnist",
        EnvironmentVariable: "FASHION_MNIST_DIR",
        DebianPackage: "dataset-fashion-mnist",
        Origins: [new("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"), new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")],
        Files:
        [
            new("train-images-idx3-ubyte.gz", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888", 47_040_016),
            new("train-labels-idx1-ubyte.gz", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9", 60_008),
            new("t10k-images-idx3-ubyte.gz", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b", 7_840_016),
            new("t10k-labels-idx1-ubyte.gz", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34", 10_008),
        ]);
}
