"""The TCP server of a first lesson on sockets: one client after the other, and no framing."""
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(("127.0.0.1", 0))
listener.listen(1)
print("Servidor TCP esperando conexiones en el puerto", listener.getsockname()[1])

while True:
    connection, address = listener.accept()
    while True:
        data = connection.recv(1024)
        if not data:
            break
        message = data.decode()
        if message.lower() == "exit":
            break
        connection.sendall(f"Servidor TCP recibió: {message}".encode())
    connection.close()
