"""The UDP server of a first lesson on sockets."""
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
print("Servidor UDP esperando mensajes en el puerto", server.getsockname()[1])

while True:
    data, address = server.recvfrom(1024)
    server.sendto(f"Servidor UDP recibió: {data.decode()}".encode(), address)
